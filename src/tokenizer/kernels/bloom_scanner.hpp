// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/unicode.hpp"
#include "core/utf8.hpp"
#include "tokenizer/kernels/ascii_runs.hpp"

namespace penstock::kernels {

constexpr std::array<bool, 128> make_bloom_words() {
  std::array<bool, 128> words{};
  for (unsigned c = 0; c < 128; ++c) {
    words[c] = c != ' ' && (c < 9 || c > 13) &&
               std::string_view("(|).,!?").find(static_cast<char>(c)) == std::string_view::npos;
  }
  return words;
}
inline constexpr std::array<bool, 128> kBloomWords = make_bloom_words();

// Bloom's pattern: words with the blank in front of them, which end at white space and at a few
// marks. What lies between them is one piece.
class BloomScanner {
 public:
  explicit BloomScanner(std::size_t /*max_digits*/) {}

  [[nodiscard]] static const char* next(const char* at, const char* end) noexcept {
    const char* const word = at + (*at == ' ' ? 1 : 0);
    if (word < end) {
      if (const std::size_t size = word_size(word)) return word_end(word + size, end);
    }
    do {
      at += utf8::length_from_lead(static_cast<std::uint8_t>(*at));
    } while (at < end && !begins_word(at, end));
    return at;
  }
  [[nodiscard]] static const char* skip(const char* at, const char* /*end*/) noexcept { return at; }

 private:
  // Of the character at `at` if words have it, else 0.
  [[nodiscard]] static std::size_t word_size(const char* at) noexcept {
    const auto first = static_cast<std::uint8_t>(*at);
    if (first < 0x80) return kBloomWords[first] ? 1 : 0;
    const auto c = utf8::decode_unchecked(at);
    switch (c.code_point) {
      case U'\u060C':
      case U'\u06D4':
      case U'\u0964':
      case U'\u2026':
      case U'\u3001':
      case U'\u3002':
      case U'\uFF0C': return 0;
      default: return unicode::is_whitespace(c.code_point) ? 0 : c.size;
    }
  }
  [[nodiscard]] static bool begins_word(const char* at, const char* end) noexcept {
    if (*at == ' ') return end - at > 1 && word_size(at + 1) != 0;
    return word_size(at) != 0;
  }
  [[nodiscard]] static const char* word_end(const char* at, const char* end) noexcept {
    for (at = skip_letters(at, end); at < end;) {
      const std::size_t size = word_size(at);
      if (size == 0) break;
      at += size;
    }
    return at;
  }
};

}  // namespace penstock::kernels
