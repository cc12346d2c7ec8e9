#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes src/tokenizer/slow_tokenizer_table.cpp: the special tokens of transformers' slow classes.

    python tools/make_slow_tokenizer_table.py > src/tokenizer/slow_tokenizer_table.cpp

A folder without tokenizer.json is read by the slow class, whose arguments the fast one then takes
over: with other defaults, and with tokens wrapped otherwise. Each slow class is built once from
small vocabulary files and asked for its arguments. Needs transformers 4.57.6 with tokenizers 0.22.2
and sentencepiece.
"""
import io
import inspect
import json
import os
import pathlib
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import sentencepiece
import tokenizers
import transformers
from transformers.models.auto.tokenization_auto import (TOKENIZER_MAPPING_NAMES,
                                                        tokenizer_class_from_name)

OWN_TOKENS = ("HerbertTokenizerFast",)
ROLES = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]


def vocabulary_files(folder):
    """One file for each name that the classes use for their vocabulary."""
    sentences = iter(["the quick brown fox jumps over the lazy dog"] * 20)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=sentences, model_writer=model,
                                             vocab_size=40, hard_vocab_limit=False,
                                             minloglevel=2)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<unk>", "a", "b", "a</w>"]
    for name in ("spiece.model", "sentencepiece.bpe.model", "sentencepiece.model", "spm.model",
                 "tokenizer.model"):
        (folder / name).write_bytes(model.getvalue())
    (folder / "vocab.txt").write_text("\n".join(words) + "\n")
    (folder / "vocab.json").write_text(json.dumps({w: i for i, w in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\na b\n")


def slow_classes():
    names = {n for n in dir(transformers) if n.endswith("TokenizerFast")}
    for slow, fast in TOKENIZER_MAPPING_NAMES.values():
        names.update(n for n in (fast, slow and slow + "Fast") if n and tokenizer_class_from_name(n))
    for name in sorted(names):
        fast = tokenizer_class_from_name(name)
        slow = getattr(fast, "slow_tokenizer_class", None)
        if slow is not None:
            yield name, slow


def default_token(value):
    if value is None:
        return "{}"
    text = json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, str):
        return "{%s}" % text
    assert not value.rstrip and not value.single_word
    return "{%s, true, %s, %s}" % (text, str(value.lstrip).lower(), str(value.normalized).lower())


def build(cls, folder):
    files = {key: str(folder / name) for key, name in cls.vocab_files_names.items()
             if name and (folder / name).exists()}
    if "tags_dict" in inspect.signature(cls.__init__).parameters:
        files["tags_dict"] = {}
    return cls(**files)


def own_tokens(fast_name, arguments, lists):
    """The name of a list of tokens that only the slow class brings along."""
    if fast_name not in OWN_TOKENS:
        return "{}"
    tokens = ", ".join(json.dumps(t) for t in arguments["additional_special_tokens"])
    name = "k" + fast_name.removesuffix("TokenizerFast")
    lists.append("constexpr std::string_view %s[] = {\n    %s};\n" % (name, tokens))
    return name


def digit_ranges():
    digits = [c for c in range(0x110000) if chr(c).isdigit()]
    starts = [c for c in digits if not chr(c - 1).isdigit()]
    ends = [c for c in digits if not chr(min(c + 1, 0x10FFFF)).isdigit()]
    return ["    {0x%X, 0x%X}," % pair for pair in zip(starts, ends)]


def main():
    rows, lists = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        vocabulary_files(folder)
        for fast_name, cls in slow_classes():
            try:
                arguments = build(cls, folder).init_kwargs
            except (ImportError, ModuleNotFoundError, TypeError):
                continue  # needs a package for Chinese words, or files of another kind
            roles = ", ".join(default_token(arguments.get(r)) for r in ROLES)
            clean_up = bool(arguments.get("clean_up_tokenization_spaces", False))
            rows.append("    {%s, {{%s}}, %s, %d, %s}," % (
                json.dumps(fast_name), roles, str(clean_up).lower(),
                arguments.get("model_max_length", 0), own_tokens(fast_name, arguments, lists)))
    print("""// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_slow_tokenizer_table.py from transformers %s, tokenizers %s
// and sentencepiece %s.
// clang-format off
#include "tokenizer/tokenizer_class.hpp"

namespace penstock {
namespace {

%s
constexpr SlowTokenizerClass kSlowClasses[] = {""" % (
        transformers.__version__, tokenizers.__version__, sentencepiece.__version__,
        "\n".join(lists)))
    print("\n".join(rows))
    print("};\n\nconstexpr CodePointRange kDigits[] = {")
    print("\n".join(digit_ranges()))
    print("""};

}  // namespace

std::span<const SlowTokenizerClass> slow_tokenizer_classes() { return kSlowClasses; }

std::span<const CodePointRange> python_digits() { return kDigits; }

}  // namespace penstock""")


main()
