#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/data/ipex: one tiny random model as a checkpoint and as TorchScript archives of several kinds.

Run with a Python that has torch 2.8, IPEX 2.8 and transformers; the result is committed. `ort` and `ov` run the
checkpoint, so that the three accelerators can be compared on one folder.
"""
import json
import pathlib
import shutil
import sys

import torch
import transformers

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import export_torchscript as exporter  # noqa: E402

FOLDER = ROOT / "tests/data/ipex"
TOKENIZER = ROOT / "tests/data/models/bert-sentiment"


class Tuples(torch.nn.Module):
    """A model as optimum-intel traced it with return_dict=False."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        outputs = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return outputs.logits, outputs.logits.mean()


class NotANumber(Tuples):
    def forward(self, input_ids, attention_mask, token_type_ids):
        logits, _ = super().forward(input_ids, attention_mask, token_type_ids)
        return {"logits": (logits.to(torch.bfloat16) * float("nan")).float()}


def bert():
    config = json.loads((TOKENIZER / "config.json").read_text())
    config.update(hidden_size=16, num_attention_heads=2, num_hidden_layers=2, intermediate_size=24)
    torch.manual_seed(6)
    model = transformers.BertForSequenceClassification(
        transformers.BertConfig(**config, attn_implementation="eager")).eval()
    model.bert.embeddings.word_embeddings.weight.data *= 40  # answers that differ from text to text
    return model


def gpt2():
    torch.manual_seed(7)
    return transformers.GPT2LMHeadModel(transformers.GPT2Config(
        vocab_size=40, n_embd=16, n_layer=2, n_head=2, n_positions=32, bos_token_id=0, eos_token_id=0,
        attn_implementation="eager")).eval()


def save(archive, name, note=None):
    exporter.save(archive, FOLDER / name, note)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    model = bert()
    model.save_pretrained(FOLDER)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copyfile(TOKENIZER / name, FOLDER / name)
    config = json.loads((FOLDER / "config.json").read_text())
    (FOLDER / "config.json").write_text(json.dumps({**config, "torchscript": True}, indent=2) + "\n")

    archive, note = exporter.export(model, FOLDER, False, torch.float32, True)
    save(archive, "pytorch_model.bin", note)
    save(archive, "without_note.bin")
    archive, note = exporter.export(model, FOLDER, False, torch.bfloat16, True)
    save(archive, "bfloat16.bin", note)
    note["expected"]["logits"] = [-x for x in note["expected"]["logits"]]
    save(archive, "unlike.bin", note)
    inputs = exporter.make_inputs(model, exporter.input_shapes(model, FOLDER), 0, False)
    save(exporter.trace(Tuples(model).eval(), inputs, torch.float32, False), "tuple.bin")
    save(exporter.trace(NotANumber(model).eval(), inputs, torch.float32, False), "nan.bin")
    archive, _ = exporter.export(gpt2(), FOLDER, True, torch.float32, False)
    save(archive, "causal.bin")
    torch.save({"weight": torch.ones(2)}, FOLDER / "checkpoint.bin")
    (FOLDER / "model.safetensors").chmod(0o644)


if __name__ == "__main__":
    main()
