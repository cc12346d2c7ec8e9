#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/data/models/mistral-chat and tests/golden/text-generation.json.

    tools/make_chat_golden.py

The model is the one of tests/data/models/mistral-text-generation with a tokenizer of single characters and a
chat template. The golden holds what transformers' text-generation pipeline answers on ONNX Runtime, with the
versions that it came from. Needs transformers, tokenizers and optimum with optimum-onnx.
"""
import importlib.metadata
import json
import logging
import pathlib
import shutil
import warnings

from optimum.pipelines import pipeline
from tokenizers import Tokenizer, decoders, models

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODEL = ROOT / "tests/data/models/mistral-chat"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>"]
CHARACTERS = "abcdefghijklmnopqrstuvwxyz .,!?'éHIYWO0123456789"
TEMPLATE = ("{{ bos_token }}{% for m in messages %}{{ '<|' + m.role + '|>' + m.content + '<|end|>' }}{% endfor %}"
            "{% if add_generation_prompt %}<|assistant|>{% endif %}")
GREEDY = {"max_new_tokens": 6, "do_sample": False}
USER = {"role": "user", "content": "Hi"}
PREFILL = [USER, {"role": "assistant", "content": "You a"}]
CASES = [
    ["Hi you", {"max_new_tokens": 12, "do_sample": False}],
    ["Hi you", {"max_new_tokens": 12, "do_sample": False, "return_full_text": False}],
    ["Hi you", {**GREEDY, "return_tensors": True}],
    ["Hi you", {**GREEDY, "num_beams": 3, "num_return_sequences": 2}],
    ["Hi you", {**GREEDY, "skip_special_tokens": False}],
    ["Hi you", {**GREEDY, "prefix": "a b "}],
    ["Hi you", {"max_new_tokens": 20, "do_sample": False, "stop_sequence": "e"}],
    ["", GREEDY],
    [["Hi", "and you ?"], GREEDY],
    [[USER], GREEDY],
    [[USER], {**GREEDY, "return_full_text": False}],
    [PREFILL, GREEDY],
    [PREFILL, {**GREEDY, "continue_final_message": False}],
    [[[USER], [{"role": "system", "content": "a"}, {"role": "user", "content": "b"}]], GREEDY],
    [[USER], {**GREEDY, "tokenizer_encode_kwargs": {"chat_template": "{{ messages[0].content }}{{ x }}", "x": "yo"}}],
    ["a long prompt that is longer than most, with room for few words.",
     {"max_new_tokens": 10, "do_sample": False, "handle_long_generation": "hole"}],
    [[{"role": "user"}], {}],
    ["Hi", {"return_full_text": True, "return_text": True}],
    ["Hi", {"return_full_text": True, "return_tensors": True}],
    ["Hi", {"handle_long_generation": "x"}],
    ["Hi", {"nonsense": 1}],
]


def make_model():
    MODEL.mkdir(exist_ok=True)
    for name in ("config.json", "generation_config.json", "model.onnx"):
        shutil.copy(ROOT / "tests/data/models/mistral-text-generation" / name, MODEL)
    vocabulary = {token: i for i, token in enumerate(SPECIAL + list(CHARACTERS))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.decoder = decoders.Fuse()
    tokenizer.save(str(MODEL / "tokenizer.json"), pretty=False)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>",
              "pad_token": "<pad>", "unk_token": "<unk>", "model_max_length": 64,
              "clean_up_tokenization_spaces": True, "chat_template": TEMPLATE}
    (MODEL / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")


def main():
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")
    make_model()
    pipe = pipeline("text-generation", model=str(MODEL), accelerator="ort")
    cases = []
    for inputs, parameters in CASES:
        case = {"model": MODEL.name, "inputs": inputs, "call": parameters}
        try:
            case["expected"] = pipe(json.loads(json.dumps(inputs)), **json.loads(json.dumps(parameters)))
        except Exception as error:  # what the reference refuses is an answer
            case["error"] = str(error)
        cases.append(case)
    versions = {name: importlib.metadata.version(name)
                for name in ("transformers", "tokenizers", "optimum", "optimum-onnx", "onnxruntime")}
    golden = {"generator": "tools/make_chat_golden.py", "versions": versions, "cases": cases}
    path = ROOT / "tests/golden/text-generation.json"
    path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
