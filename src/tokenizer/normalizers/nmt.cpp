// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/nmt.hpp"

#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizers/char_wise.hpp"

namespace penstock::normalizers {
namespace {

bool is_dropped(char32_t c) {
  return (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F ||
         c == 0x8F || c == 0x9F;
}

bool is_space(char32_t c) {
  switch (c) {
    case 0x0009:
    case 0x000A:
    case 0x000C:
    case 0x000D:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x2581:
    case 0xFEFF:
    case 0xFFFD: return true;
    default: return c >= 0x200B && c <= 0x200F;
  }
}

class Nmt final : public CharWise {
 public:
  Nmt() { find_what_stays(); }
  void normalize(NormalizedString& text) const override {
    text.filter([](char32_t c) { return !is_dropped(c); });
    text.map([](char32_t c) { return is_space(c) ? U' ' : c; });
  }
};

}  // namespace

std::unique_ptr<Normalizer> make_nmt(const JsonView&) { return std::make_unique<Nmt>(); }

}  // namespace penstock::normalizers
