// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "core/unicode.hpp"
#include "core/utf8.hpp"
#include "tokenizer/kernels/ascii_runs.hpp"

namespace penstock::kernels {

enum class BertKind : std::uint8_t { word, space, punctuation, beyond_ascii };

constexpr std::array<BertKind, 256> make_bert_kinds() {
  std::array<BertKind, 256> kinds{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    BertKind kind = BertKind::word;
    if (c > 0x20 && c < 0x7F && !alphanumeric) kind = BertKind::punctuation;
    if (c == ' ' || (c >= 9 && c <= 13)) kind = BertKind::space;
    if (c >= 0x80) kind = BertKind::beyond_ascii;
    kinds[c] = kind;
  }
  return kinds;
}
inline constexpr std::array<BertKind, 256> kBertKinds = make_bert_kinds();

// BertPreTokenizer: words between white space, each punctuation character by itself.
class BertScanner {
 public:
  // Where the next piece starts, or `end`.
  [[nodiscard]] static const char* skip(const char* at, const char* end) noexcept {
    while (at < end) {
      const BertKind kind = kBertKinds[static_cast<std::uint8_t>(*at)];
      if (kind == BertKind::space) {
        ++at;
        continue;
      }
      if (kind != BertKind::beyond_ascii) break;
      const auto c = utf8::decode_unchecked(at);
      if (!unicode::is_whitespace(c.code_point)) break;
      at += c.size;
    }
    return at;
  }

  // Where the piece that starts at `at` ends; no white space is at `at`.
  [[nodiscard]] static const char* next(const char* at, const char* end) noexcept {
    const char* const first = at;
    for (at = skip_alphanumeric(at, end); at < end;) {
      const BertKind kind = kBertKinds[static_cast<std::uint8_t>(*at)];
      if (kind == BertKind::word) {
        ++at;
        continue;
      }
      if (kind == BertKind::space) break;
      if (kind == BertKind::punctuation) return at == first ? at + 1 : at;
      const auto c = utf8::decode_unchecked(at);
      if (unicode::is_punctuation_bert(c.code_point)) return at == first ? at + c.size : at;
      if (unicode::is_whitespace(c.code_point)) break;
      at += c.size;
    }
    return at;
  }
};

}  // namespace penstock::kernels
