#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the language lists of transformers that tokenizers number their language tokens by.

    python tools/make_language_tables.py > src/tokenizer/language_table.cpp
"""
import json

import transformers
from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES
from transformers.models.whisper.tokenization_whisper import LANGUAGES, TO_LANGUAGE_CODE


def text(value):
    return json.dumps(value, ensure_ascii=False)


def strings(name, items):
    return "constexpr std::string_view %s[] = {\n%s\n};\n" % (
        name, "\n".join("    %s," % text(i) for i in items))


def main():
    names = "\n".join("    {%s, %s}," % (text(n), text(c)) for n, c in TO_LANGUAGE_CODE.items())
    print("""// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_language_tables.py from transformers %s.
// clang-format off
#include "tokenizer/language_table.hpp"

namespace penstock {
namespace {

%s
%s
%s
constexpr LanguageName kWhisperNames[] = {
%s
};

}  // namespace

std::span<const std::string_view> m2m100_languages() { return kM2M100; }

std::span<const std::string_view> wmt21_languages() { return kWmt21; }

std::span<const std::string_view> whisper_languages() { return kWhisper; }

std::span<const LanguageName> whisper_language_names() { return kWhisperNames; }

}  // namespace penstock""" % (transformers.__version__,
                              strings("kM2M100", FAIRSEQ_LANGUAGE_CODES["m2m100"]),
                              strings("kWmt21", FAIRSEQ_LANGUAGE_CODES["wmt21"]),
                              strings("kWhisper", LANGUAGES), names))


main()
