// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/component_table.hpp"
#include "tokenizer/components.hpp"
#include "tokenizer/pre_tokenizer.hpp"
#include "tokenizer/pre_tokenizers/bert_pre_tokenizer.hpp"
#include "tokenizer/pre_tokenizers/byte_level.hpp"
#include "tokenizer/pre_tokenizers/char_delimiter_split.hpp"
#include "tokenizer/pre_tokenizers/digits.hpp"
#include "tokenizer/pre_tokenizers/fixed_length.hpp"
#include "tokenizer/pre_tokenizers/metaspace.hpp"
#include "tokenizer/pre_tokenizers/punctuation.hpp"
#include "tokenizer/pre_tokenizers/sequence.hpp"
#include "tokenizer/pre_tokenizers/split.hpp"
#include "tokenizer/pre_tokenizers/unicode_scripts.hpp"
#include "tokenizer/pre_tokenizers/whitespace.hpp"

namespace penstock {
namespace {

constexpr ComponentRow<PreTokenizer> kPreTokenizers[] = {
    {"BertPreTokenizer", pre_tokenizers::make_bert_pre_tokenizer, ComponentMatch::type_only},
    {"ByteLevel", pre_tokenizers::make_byte_level, ComponentMatch::type_only},
    {"CharDelimiterSplit", pre_tokenizers::make_char_delimiter_split, ComponentMatch::type_only},
    {"Delimiter", pre_tokenizers::make_char_delimiter_split, ComponentMatch::type_only},
    {"Metaspace", pre_tokenizers::make_metaspace, ComponentMatch::type_only},
    {"Whitespace", pre_tokenizers::make_whitespace, ComponentMatch::type_only},
    {"Sequence", pre_tokenizers::make_sequence, ComponentMatch::type_only},
    {"Split", pre_tokenizers::make_split, ComponentMatch::type_only},
    {"Punctuation", pre_tokenizers::make_punctuation, ComponentMatch::type_only},
    {"WhitespaceSplit", pre_tokenizers::make_whitespace_split, ComponentMatch::type_only},
    {"Digits", pre_tokenizers::make_digits, ComponentMatch::type_only},
    {"UnicodeScripts", pre_tokenizers::make_unicode_scripts, ComponentMatch::type_only},
    {"FixedLength", pre_tokenizers::make_fixed_length, ComponentMatch::type_only},
};

}  // namespace

std::unique_ptr<PreTokenizer> make_pre_tokenizer(const JsonView& json) {
  return make_by_type<PreTokenizer>(json, kPreTokenizers);
}

}  // namespace penstock
