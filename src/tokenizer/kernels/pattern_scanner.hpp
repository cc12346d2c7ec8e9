// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "tokenizer/kernels/ascii_runs.hpp"
#include "tokenizer/kernels/char_class.hpp"

namespace penstock::kernels {

// The pieces of GPT-2's and cl100k's patterns, found without the regex engine. `next(at, end)`
// answers where the piece that starts at `at` ends; at < end.
//
// A mark counts as a letter with `Marks`, else as any other character.
template <bool Cl100k, bool Marks>
class PatternScanner {
 public:
  explicit PatternScanner(std::size_t max_digits) : max_digits_(max_digits) {}

  [[nodiscard, gnu::always_inline]] const char* next(const char* at,
                                                     const char* end) const noexcept {
    // By far the most: a word, with the blank in front of it.
    const char* const word = at + (*at == ' ' ? 1 : 0);
    if (word < end && is_ascii_letter(*word)) return letters(word + 1, end);
    return next_other(at, end);
  }

  // Nothing lies between the pieces.
  [[nodiscard]] static const char* skip(const char* at, const char* /*end*/) noexcept { return at; }

 protected:
  [[nodiscard, gnu::noinline]] const char* next_other(const char* at,
                                                      const char* end) const noexcept {
    const Classified first = kind_at(at);
    const char* after = at + first.size;
    switch (first.kind) {
      case CharClass::letter: return letters(after, end);
      case CharClass::number: return numbers(after, end);
      case CharClass::space:
      case CharClass::newline: return from_space(at, after, end, first.kind);
      default: break;
    }
    if (*at == '\'') {
      if (const std::size_t size = contraction(after, end)) return after + size;
    }
    if constexpr (Cl100k) {
      if (after < end && kind_at(after).kind == CharClass::letter) return letters(after, end);
    }
    return others(after, end);
  }

  [[nodiscard]] static Classified kind_at(const char* at) noexcept {
    Classified c = classify(at);
    if (c.kind == CharClass::mark) c.kind = Marks ? CharClass::letter : CharClass::other;
    return c;
  }

  [[nodiscard, gnu::always_inline]] static const char* letters(const char* at,
                                                               const char* end) noexcept {
    at = skip_letters(at, end);
    if (at < end && static_cast<std::uint8_t>(*at) >= 0x80) at = letters_beyond_ascii(at, end);
    return at;
  }

  [[nodiscard, gnu::noinline]] static const char* letters_beyond_ascii(const char* at,
                                                                       const char* end) noexcept {
    while (at < end) {
      const CharClass kind = byte_class(*at);
      if (kind == CharClass::letter) {
        ++at;
        continue;
      }
      if (kind != CharClass::beyond_ascii) break;
      const Classified c = kind_at(at);
      if (c.kind != CharClass::letter) break;
      at += c.size;
    }
    return at;
  }

  [[nodiscard]] const char* numbers(const char* at, const char* end) const noexcept {
    for (std::size_t count = 1; at < end && (!Cl100k || count < max_digits_); ++count) {
      const Classified c = kind_at(at);
      if (c.kind != CharClass::number) break;
      at += c.size;
    }
    return at;
  }

  // [^\s\p{L}\p{N}]* and, in cl100k, [\r\n]*.
  [[nodiscard]] static const char* others(const char* at, const char* end) noexcept {
    while (at < end) {
      const Classified c = kind_at(at);
      if (c.kind != CharClass::other) break;
      at += c.size;
    }
    while (Cl100k && at < end && byte_class(*at) == CharClass::newline) ++at;
    return at;
  }

  // White space in front of a word belongs to it where the pattern says so.
  [[nodiscard]] const char* from_space(const char* at, const char* after, const char* end,
                                       CharClass first) const noexcept {
    if (after < end && first == CharClass::space) {
      const Classified second = kind_at(after);
      const bool blank = *at == ' ';
      if (second.kind == CharClass::letter && (blank || Cl100k)) {
        return letters(after + second.size, end);
      }
      if (blank && second.kind == CharClass::other) return others(after + second.size, end);
      if (!Cl100k && blank && second.kind == CharClass::number) {
        return numbers(after + second.size, end);
      }
    }
    return spaces(at, after, end, first);
  }

  // \s*[\r\n]+ (cl100k), else \s+(?!\S), else \s+.
  [[nodiscard]] static const char* spaces(const char* at, const char* after, const char* end,
                                          CharClass first) noexcept {
    const char* last = at;  // start of the run's last character
    const char* behind_newline = first == CharClass::newline ? after : nullptr;
    while (after < end) {
      const Classified c = kind_at(after);
      if (c.kind != CharClass::space && c.kind != CharClass::newline) break;
      last = after;
      after += c.size;
      if (c.kind == CharClass::newline) behind_newline = after;
    }
    if (Cl100k && behind_newline != nullptr) return behind_newline;
    return after == end || last == at ? after : last;
  }

  // Size of what follows an apostrophe in 's 't 're 've 'm 'll 'd, or 0. cl100k folds the case,
  // where the long s counts as an s.
  [[nodiscard]] static std::size_t contraction(const char* at, const char* end) noexcept {
    const auto left = static_cast<std::size_t>(end - at);
    if (left == 0) return 0;
    const char first = fold(at[0]);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return 1;
    if (left < 2) return 0;
    if (Cl100k && at[0] == '\xC5' && at[1] == '\xBF') return 2;
    const char second = fold(at[1]);
    const bool two =
        (second == 'e' && (first == 'r' || first == 'v')) || (second == 'l' && first == 'l');
    return two ? 2 : 0;
  }

  [[nodiscard]] static char fold(char c) noexcept {
    return Cl100k && c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }

 private:
  std::size_t max_digits_;
};

}  // namespace penstock::kernels
