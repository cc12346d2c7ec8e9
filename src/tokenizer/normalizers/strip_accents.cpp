// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/strip_accents.hpp"

#include "core/unicode.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizers/char_wise.hpp"

namespace penstock::normalizers {
namespace {

class StripAccents final : public CharWise {
 public:
  StripAccents() { find_what_stays(); }
  void normalize(NormalizedString& text) const override {
    text.filter([](char32_t c) { return !unicode::is_combining_mark(c); });
  }
};

}  // namespace

std::unique_ptr<Normalizer> make_strip_accents(const JsonView&) {
  return std::make_unique<StripAccents>();
}

}  // namespace penstock::normalizers
