// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/component_table.hpp"
#include "tokenizer/components.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/normalizers/bert_normalizer.hpp"
#include "tokenizer/normalizers/byte_level.hpp"
#include "tokenizer/normalizers/lowercase.hpp"
#include "tokenizer/normalizers/nmt.hpp"
#include "tokenizer/normalizers/precompiled.hpp"
#include "tokenizer/normalizers/prepend.hpp"
#include "tokenizer/normalizers/replace.hpp"
#include "tokenizer/normalizers/sequence.hpp"
#include "tokenizer/normalizers/strip.hpp"
#include "tokenizer/normalizers/strip_accents.hpp"
#include "tokenizer/normalizers/unicode_forms.hpp"

namespace penstock {
namespace {

constexpr ComponentRow<Normalizer> kNormalizers[] = {
    {"BertNormalizer", normalizers::make_bert_normalizer, ComponentMatch::fields_too},
    {"Bert", normalizers::make_bert_normalizer, ComponentMatch::type_only},
    {"Strip", normalizers::make_strip, ComponentMatch::fields_too},
    {"StripAccents", normalizers::make_strip_accents, ComponentMatch::type_only},
    {"NFC", normalizers::make_nfc, ComponentMatch::type_only},
    {"NFD", normalizers::make_nfd, ComponentMatch::type_only},
    {"NFKC", normalizers::make_nfkc, ComponentMatch::type_only},
    {"NFKD", normalizers::make_nfkd, ComponentMatch::type_only},
    {"Sequence", normalizers::make_sequence, ComponentMatch::fields_too},
    {"Lowercase", normalizers::make_lowercase, ComponentMatch::type_only},
    {"Nmt", normalizers::make_nmt, ComponentMatch::type_only},
    {"Precompiled", normalizers::make_precompiled, ComponentMatch::fields_too},
    {"Replace", normalizers::make_replace, ComponentMatch::fields_too},
    {"Prepend", normalizers::make_prepend, ComponentMatch::fields_too},
    {"ByteLevel", normalizers::make_byte_level, ComponentMatch::type_only},
};

}  // namespace

std::unique_ptr<Normalizer> make_normalizer(const JsonView& json) {
  return make_by_type<Normalizer>(json, kNormalizers);
}

}  // namespace penstock
