#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes src/tokenizer/tokenizer_class_table.cpp: what transformers' fast tokenizer classes add.

    python tools/make_tokenizer_class_table.py > src/tokenizer/tokenizer_class_table.cpp

Each class is built once around a small tokenizer and asked for its attributes; what its constructor
patches is told from its source. Needs transformers 4.57.6 with tokenizers 0.22.2.
"""
import inspect
import json
import os

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import tokenizers
import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers.models.auto.tokenization_auto import (TOKENIZER_MAPPING_NAMES,
                                                        tokenizer_class_from_name)

ROLES = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
# How constructors combine given additional_special_tokens with their own (AdditionalRule).
ADDITIONAL_RULES = {"CodeLlamaTokenizerFast": "append_missing",
                    "MBartTokenizerFast": "own_first",
                    "MBart50TokenizerFast": "append_missing",
                    "MT5TokenizerFast": "extra_ids",
                    "PegasusTokenizerFast": "pegasus",
                    "SplinterTokenizerFast": "append_missing",
                    "T5TokenizerFast": "extra_ids",
                    "XGLMTokenizerFast": "append_missing"}
# Flags of ClassPatch and a text that only the source of patching classes holds.
PATCHES = [
    ("kBertNormalizer", "normalizer.__getstate__"),
    ("kBertChineseChars", '"handle_chinese_chars"'),
    ("kRobertaPostProcessor", 'tokenizer_component = "post_processor"'),
    ("kBosEosTemplate", "def update_post_processor"),
    ("kNestedPrefixSpace", "pickle.loads(pre_tok_state)"),
    ("kWordsNeedPrefixSpace", "with add_prefix_space=True"),
    ("kLanguageTemplate", "def set_src_lang_special_tokens"),
]


def small_tokenizer():
    vocab = {"a": 0, "<unk>": 1}
    tokenizer = Tokenizer(models.BPE(vocab, [], end_of_word_suffix="</w>", unk_token="<unk>"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.ByteLevel()])
    tokenizer.post_processor = processors.ByteLevel()
    return tokenizer


def fast_class_names():
    names = {n for n in dir(transformers) if n.endswith("TokenizerFast")}
    for slow, fast in TOKENIZER_MAPPING_NAMES.values():
        names.update(n for n in (fast, slow and slow + "Fast") if n and tokenizer_class_from_name(n))
    return sorted(names)


def text(value):
    return json.dumps(value, ensure_ascii=False)


def build(cls):
    extra = {"tags_dict": {}} if "tags_dict" in inspect.signature(cls.__init__).parameters else {}
    parameters = inspect.signature(cls.__init__).parameters.values()
    required = {p.name: None for p in parameters
                if p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD and p.name != "self"}
    return cls(tokenizer_object=small_tokenizer(), **{**required, **extra})


def default_token(value):
    if value is None:
        return "{}"
    if isinstance(value, str):
        return "{%s}" % text(value)
    lstrip, normalized = str(value.lstrip).lower(), str(value.normalized).lower()
    return "{%s, true, %s, %s}" % (text(value.content), lstrip, normalized)


def source_of(cls):
    return "".join(inspect.getsource(c) for c in cls.__mro__
                   if c.__module__.startswith("transformers.models"))


def language_fields(instance, cls):
    if not hasattr(instance, "_src_lang"):
        return '"", false'
    return "%s, %s" % (text(instance._src_lang), str(bool(instance.prefix_tokens)).lower())


def input_list(names):
    return "kInputs" + "".join(n.replace("_", " ").title().replace(" ", "") for n in names)


def row(name, cls, instance, lists):
    parameters = inspect.signature(cls.__init__).parameters
    roles = ", ".join(default_token(instance._special_tokens_map[r]) for r in ROLES)
    takes = " | ".join("1U << %d" % i for i, r in enumerate(ROLES) if r in parameters) or "0U"
    additional = [str(t) for t in instance._special_tokens_map["additional_special_tokens"]]
    list_name = "{}"
    rule = ADDITIONAL_RULES.get(name, "give_way")
    if additional and rule in ("append_missing", "give_way", "own_first"):
        list_name = "kAdditional" + name.removesuffix("TokenizerFast")
        lists.append((list_name, additional))
    source = source_of(cls)
    patches = " | ".join(flag for flag, mark in PATCHES if mark in source) or "0U"
    style = {"CLIPTokenizerFast": "clip", "WhisperTokenizerFast": "whisper"}.get(name, "plain")
    prefix = {None: "unset", True: "yes", False: "no"}[instance.add_prefix_space]
    bos = getattr(instance, "_add_bos_token", False)
    eos = getattr(instance, "_add_eos_token", False)
    return """    {%s,
     {{%s}},
     %s,
     %s,
     %s,
     %s,
     Side::%s,
     %d,
     PrefixSpace::%s,
     %s,
     %s,
     %s,
     DecodeStyle::%s,
     %s},""" % (text(name), roles, takes, list_name, "AdditionalRule::" + rule,
                input_list(instance.model_input_names), instance.padding_side,
                instance.pad_token_type_id, prefix, str(bool(bos)).lower(), str(bool(eos)).lower(),
                patches, style, language_fields(instance, cls))


def main():
    lists, rows, inputs = [], [], {}
    for name in fast_class_names():
        cls = tokenizer_class_from_name(name)
        try:
            instance = build(cls)
            rows.append(row(name, cls, instance, lists))
            inputs[input_list(instance.model_input_names)] = instance.model_input_names
        except (ImportError, ModuleNotFoundError):
            continue  # Chinese word segmenters that only exist in Python
    mapping = ["    {%s, %s}," % (text(model), text(fast or slow))
               for model, (slow, fast) in sorted(TOKENIZER_MAPPING_NAMES.items()) if fast or slow]
    print("""// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_tokenizer_class_table.py from transformers %s and tokenizers %s.
// clang-format off
#include "tokenizer/tokenizer_class.hpp"

namespace penstock {
namespace {

""" % (transformers.__version__, tokenizers.__version__))
    for list_name, items in sorted(inputs.items()) + lists:
        print("constexpr std::string_view %s[] = {" % list_name)
        for item in items:
            print("    %s," % text(item))
        print("};")
    print("\nconstexpr TokenizerClass kClasses[] = {")
    print("\n".join(rows))
    print("};\n\nconstexpr ModelTokenizer kModelTokenizers[] = {")
    print("\n".join(mapping))
    print("""};

}  // namespace

std::span<const TokenizerClass> tokenizer_classes() { return kClasses; }

std::span<const ModelTokenizer> model_tokenizers() { return kModelTokenizers; }

}  // namespace penstock""")


main()
