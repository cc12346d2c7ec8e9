#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/text2text.json: answers of transformers' seq2seq pipelines, and tests/data/letter-tokenizer, -left.

    python tools/make_text2text_golden.py tests

The models are those of tests/data/models (tools/make_golden.py generation_models), the tokenizer has a token a letter.
Needs transformers, optimum-onnx and optimum-intel.
"""
import json
import os
import pathlib
import sys

os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLM.,!?'0123456789-"
MODELS = [("mt5-text2text", "ort"), ("marian-translation", "ort"), ("mbart-translation", "ort"), ("mbart-stateful", "ov")]
CALLS = [
    ("text2text-generation", "a red house.", {"max_new_tokens": 9}),
    ("text2text-generation", "a red house.", {"max_new_tokens": 9, "num_beams": 1}),
    ("text2text-generation", "a red house.", {"max_new_tokens": 6, "num_return_sequences": 3, "return_tensors": True}),
    ("text2text-generation", ["one", "two words"], {"max_new_tokens": 7}),
    ("text2text-generation", ["one", "two words"], {"max_new_tokens": 7, "num_return_sequences": 2}),
    ("text2text-generation", ["one", "two words", "x"], {"max_new_tokens": 7, "batch_size": 2}),
    ("text2text-generation", [["one", "two words"], "x"], {"max_new_tokens": 5}),
    ("text2text-generation", [["one", "two words"]], {"max_new_tokens": 12, "return_tensors": True, "eos_token_id": [8, 20, 34, 41, 52]}),
    ("text2text-generation", [["one", "two words"]], {"max_new_tokens": 7, "padding_side": "left"}),
    ("text2text-generation", ["one", "two words", "x"], {"max_new_tokens": 7, "batch_size": 3, "padding_side": "left"}),
    ("text2text-generation", [], {}),
    ("text2text-generation", "it 's , fine", {"max_new_tokens": 9, "clean_up_tokenization_spaces": True}),
    ("text2text-generation", "stop", {"max_new_tokens": 12, "stop_sequence": "ab", "num_beams": 1}),
    ("text2text-generation", "x" * 200, {"max_new_tokens": 4, "truncation": True}),
    ("text2text-generation", 5, {}), ("text2text-generation", [5], {}), ("text2text-generation", "a", {"num_beans": 2}),
    ("text2text-generation", "a", {"max_new_tokens": 0}),
    ("summarization", "a long text, no doubt.", {"max_new_tokens": 8}),
    ("summarization", ["a long text"], {"max_new_tokens": 8, "min_new_tokens": 4, "num_beams": 2}),
    ("summarization", "a", {"src_lang": "en", "max_new_tokens": 4}),
    ("translation", "how are you?", {"max_new_tokens": 8}),
    ("translation_en_to_fr", "how are you?", {"max_new_tokens": 8, "num_beams": 2, "length_penalty": 2.0}),
    ("translation", ["how", "are you"], {"max_new_tokens": 8, "src_lang": "en", "tgt_lang": "fr"}),
]


def letter_tokenizer(folder):
    vocab = {token: i for i, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", *LETTERS])}
    assert len(vocab) <= 60
    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 2)])
    for side, name in (("left", f"{folder}-left"), ("right", folder)):
        fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>",
                                       unk_token="<unk>", model_max_length=40, **({"padding_side": side} if side == "left" else {}))
        fast.save_pretrained(name)
    return fast


def load(folder, accelerator):
    if accelerator == "ort":
        from optimum.onnxruntime import ORTModelForSeq2SeqLM
        return ORTModelForSeq2SeqLM.from_pretrained(folder)
    from optimum.intel import OVModelForSeq2SeqLM
    return OVModelForSeq2SeqLM.from_pretrained(folder, ov_config={"INFERENCE_PRECISION_HINT": "f32"})


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value.tolist() if hasattr(value, "tolist") else value


def main():
    tests = pathlib.Path(sys.argv[1])
    tokenizer = letter_tokenizer(tests / "data" / "letter-tokenizer")
    cases = []
    for name, accelerator in MODELS:
        model = load(tests / "data" / "models" / name, accelerator)
        for task, inputs, call in CALLS:
            call = dict(call)
            tokenizer.padding_side = call.pop("padding_side", "right")
            pipe = transformers.pipeline(task, model=model, tokenizer=tokenizer)
            case = {"model": name, "accelerator": accelerator, "task": task, "inputs": inputs, "call": call}
            if tokenizer.padding_side == "left":
                case["tokenizer"] = "letter-tokenizer-left"
            try:
                case["expected"] = plain(pipe(inputs, **call))
            except Exception as error:
                case["error"] = f"{type(error).__name__}: {error}"
            cases.append(case)
    versions = {"transformers": transformers.__version__}
    body = ",\n".join(json.dumps(case) for case in cases)
    (tests / "golden" / "text2text.json").write_text(f'{{"versions": {json.dumps(versions)}, "cases": [\n{body}\n]}}\n')


if __name__ == "__main__":
    main()
