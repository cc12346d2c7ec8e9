# SPDX-License-Identifier: Apache-2.0
"""Decoders of several architectures and layouts: what generate() of Optimum's models answers.

Tiny random models, without tokenizers: prompts are token ids. For each, the logits behind some
prompts and the sequences of greedy search and beam search, on ONNX Runtime or OpenVINO.
"""
import json
import pathlib
import random
import shutil
import tempfile

from golden import versions
from golden.encoder_tasks import save_small
from golden.tiny_models import MODELS

VOCAB, EOS, PAD = 60, 2, 1
DECODER = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=4, vocab_size=VOCAB, pad_token_id=PAD,
               bos_token_id=0, eos_token_id=EOS, max_position_embeddings=64, initializer_range=0.7)
PAIR = dict(d_model=16, encoder_layers=1, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
            encoder_ffn_dim=20, decoder_ffn_dim=20, vocab_size=VOCAB, pad_token_id=PAD, bos_token_id=0,
            eos_token_id=EOS, max_position_embeddings=64, init_std=0.7)
# folder: (configuration class, its sizes, runtime, layout)
# layouts of ONNX: plain, past, split, merged; of OpenVINO: stateful, past, split
CHOSEN = {
    "mistral-text-generation": ("MistralConfig", dict(DECODER, num_key_value_heads=2, intermediate_size=20), "ort", "past"),
    "mistral-stateful": ("MistralConfig", dict(DECODER, num_key_value_heads=2, intermediate_size=20), "ov", "stateful"),
    "opt-text-generation": ("OPTConfig", dict(DECODER, ffn_dim=20, word_embed_proj_dim=16, init_std=0.7), "ort", "past"),
    "opt-past": ("OPTConfig", dict(DECODER, ffn_dim=20, word_embed_proj_dim=16, init_std=0.7), "ov", "past"),
    "gpt-neox-text-generation": ("GPTNeoXConfig", dict(DECODER, intermediate_size=20), "ort", "plain"),
    "phi-text-generation": ("PhiConfig", dict(DECODER, intermediate_size=20), "ort", "past"),
    "gemma-text-generation": ("GemmaConfig", dict(DECODER, num_key_value_heads=1, head_dim=8, intermediate_size=20), "ort",
                              "past"),
    "mt5-text2text": ("MT5Config", dict(d_model=16, d_kv=4, d_ff=20, num_layers=1, num_decoder_layers=2, num_heads=4,
                                        vocab_size=VOCAB, pad_token_id=PAD, eos_token_id=EOS, initializer_factor=6.0,
                                        decoder_start_token_id=PAD), "ort", "split"),
    "marian-translation": ("MarianConfig", dict(PAIR, decoder_start_token_id=PAD, forced_eos_token_id=EOS), "ort", "merged"),
    "mbart-stateful": ("MBartConfig", dict(PAIR, decoder_start_token_id=EOS), "ov", "stateful"),
    "mbart-translation": ("MBartConfig", dict(PAIR, decoder_start_token_id=EOS), "ort", "split")}


def make_models():
    import torch
    import transformers

    for folder, (config_class, sizes, runtime, layout) in CHOSEN.items():
        torch.manual_seed(len(folder))
        config = getattr(transformers, config_class)(**sizes)
        two = config.is_encoder_decoder
        auto = transformers.AutoModelForSeq2SeqLM if two else transformers.AutoModelForCausalLM
        model = auto.from_config(config).eval()
        with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as exported:
            model.save_pretrained(made)
            task = "text2text-generation" if two else "text-generation"
            export(made, exported, task if layout == "plain" else task + "-with-past", runtime, layout)
            keep(pathlib.Path(exported), MODELS / folder)


def export(made, exported, task, runtime, layout):
    if runtime == "ort":
        from optimum.exporters.onnx import main_export

        main_export(made, exported, task=task, device="cpu", do_validation=False, library_name="transformers",
                    no_post_process=layout == "split")
        if layout == "merged":
            for name in ("decoder_model.onnx", "decoder_with_past_model.onnx"):
                pathlib.Path(exported, name).unlink()
    else:
        from optimum.exporters.openvino import main_export

        main_export(made, exported, task=task, convert_tokenizer=False, library_name="transformers",
                    stateful=layout == "stateful")


def keep(exported, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted(exported.iterdir()):
        if path.suffix == ".onnx":
            save_small(path, folder / path.name)
        elif path.name in ("config.json", "generation_config.json"):
            values = json.loads(path.read_text())
            (folder / path.name).write_text(json.dumps(values, separators=(",", ":")) + "\n")
        elif path.suffix in (".xml", ".bin"):
            shutil.copy(path, folder)


def load(folder):
    config_class, _, runtime, layout = CHOSEN[folder]
    two = config_class in ("MT5Config", "MarianConfig", "MBartConfig")
    if runtime == "ort":
        from optimum.onnxruntime import ORTModelForCausalLM, ORTModelForSeq2SeqLM

        kind = ORTModelForSeq2SeqLM if two else ORTModelForCausalLM
        return kind.from_pretrained(MODELS / folder, use_cache=layout != "plain"), two
    from optimum.intel import OVModelForCausalLM, OVModelForSeq2SeqLM

    kind = OVModelForSeq2SeqLM if two else OVModelForCausalLM
    return kind.from_pretrained(MODELS / folder, ov_config={"INFERENCE_PRECISION_HINT": "f32"}), two


def prompts(rng, padded, left):
    rows = [[rng.randrange(4, VOCAB) for _ in range(rng.randint(2, 7))] for _ in range(3 if padded else 1)]
    longest = max(map(len, rows))
    pad = lambda row: [PAD] * (longest - len(row))  # noqa: E731
    ids = [pad(row) + row if left else row + pad(row) for row in rows]
    mask = [[0] * len(pad(row)) + [1] * len(row) if left else [1] * len(row) + [0] * len(pad(row)) for row in rows]
    return ids, mask


SETTINGS = [dict(max_new_tokens=10), dict(max_new_tokens=10, num_beams=3),
            dict(max_new_tokens=9, num_beams=4, num_return_sequences=2, length_penalty=2.0, early_stopping=True),
            dict(max_new_tokens=9, num_beams=2, no_repeat_ngram_size=2, repetition_penalty=1.3)]


def logits_behind(model, two, ids, mask):
    import torch

    extra = {}
    if two:
        extra["decoder_input_ids"] = torch.full((len(ids), 1), model.config.decoder_start_token_id)
    elif "position_ids" in model.input_names:
        positions = torch.tensor(mask).cumsum(-1) - 1
        extra["position_ids"] = positions.masked_fill(torch.tensor(mask) == 0, 1)
    outputs = model(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask), **extra)
    return [[round(float(x), 6) for x in row] for row in outputs.logits[:, -1]]


def record():
    import torch

    cases = []
    for folder in CHOSEN:
        model, two = load(folder)
        rng = random.Random(folder)
        for number in range(4):
            ids, mask = prompts(rng, padded=number % 2 == 1, left=not two)
            case = {"model": folder, "accelerator": CHOSEN[folder][2], "input_ids": ids, "attention_mask": mask,
                    "logits": logits_behind(model, two, ids, mask)}
            case["generations"] = []
            for settings in SETTINGS:
                answer = model.generate(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask), do_sample=False,
                                        **settings)
                case["generations"].append({"settings": settings, "sequences": answer.tolist()})
            cases.append(case)
        print(folder, [g["sequences"][0] for g in cases[-1]["generations"]][:2], flush=True)
    versions.write("generation_models", cases)
