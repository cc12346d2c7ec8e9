// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/lowercase.hpp"

#include "core/utf8.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizers/char_wise.hpp"

namespace penstock::normalizers {
namespace {

class Lowercase final : public CharWise {
 public:
  Lowercase() { find_what_stays(); }
  void normalize(NormalizedString& text) const override { text.lowercase(); }
  void normalize_fast(NormalizedString& text) const override {
    utf8::is_ascii(text.text()) ? normalize(text) : CharWise::normalize_fast(text);
  }
};

}  // namespace

std::unique_ptr<Normalizer> make_lowercase(const JsonView&) {
  return std::make_unique<Lowercase>();
}

}  // namespace penstock::normalizers
