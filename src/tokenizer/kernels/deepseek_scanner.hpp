// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "tokenizer/kernels/ascii_runs.hpp"
#include "tokenizer/kernels/char_class.hpp"

namespace penstock::kernels {

// The pieces of the three splits of DeepSeek-V3 and R1: numbers, then runs of Han and kana, then
// words. The later ones see only what lies between the pieces of the earlier ones, so that a number
// ends a text for them, and so does a change between Han or kana and others.
class DeepSeekScanner {
 public:
  explicit DeepSeekScanner(std::size_t max_digits) : max_digits_(max_digits) {}

  [[nodiscard]] const char* next(const char* at, const char* end) const noexcept {
    const char* const word = at + (*at == ' ' ? 1 : 0);
    if (word < end && is_ascii_letter(*word)) return letters(word + 1, end, false);
    const Char first = char_at(at);
    const char* const after = at + first.size;
    const bool east = first.east;
    switch (first.kind) {
      case Kind::number: return numbers(after, end);
      case Kind::letter: return letters(after, end, east);
      case Kind::punctuation:
        if (first.size == 1 && after < end && is_ascii_letter(*after)) {
          return skip_letters(after, end);
        }
        return punctuation(after, end, east);
      case Kind::newline: return spaces(at, after, end, true);
      default: break;
    }
    const Char second = char_at(after, end, east);
    if (second.kind == Kind::letter) return letters(after + second.size, end, east);
    if (first.kind == Kind::rest) return unmatched(after, end, east);
    if (*at == ' ' && second.kind == Kind::punctuation) {
      return punctuation(after + second.size, end, east);
    }
    return spaces(at, after, end, false);
  }

  // Nothing lies between the pieces.
  [[nodiscard]] static const char* skip(const char* at, const char* /*end*/) noexcept { return at; }

 private:
  enum class Kind : std::uint8_t { letter, number, punctuation, space, newline, rest, end };
  struct Char {
    Kind kind;
    std::uint32_t size;
    bool east;  // Han or kana
  };

  // Marks count as letters, symbols as punctuation.
  [[nodiscard]] static Char char_at(const char* at) noexcept {
    switch (byte_class(*at)) {
      case CharClass::letter: return {Kind::letter, 1, false};
      case CharClass::number: return {Kind::number, 1, false};
      case CharClass::space: return {Kind::space, 1, false};
      case CharClass::newline: return {Kind::newline, 1, false};
      case CharClass::beyond_ascii: break;
      default: return {*at > ' ' && *at < '\x7f' ? Kind::punctuation : Kind::rest, 1, false};
    }
    const auto c = utf8::decode_unchecked(at);
    return {kind_of(c.code_point), c.size, is_east(c.code_point)};
  }

  // Kind::end where another split has cut, or the text ends.
  [[nodiscard]] static Char char_at(const char* at, const char* end, bool east) noexcept {
    if (at == end) return {Kind::end, 0, east};
    const Char c = char_at(at);
    if (c.kind == Kind::number || c.east != east) return {Kind::end, 0, east};
    return c;
  }

  [[nodiscard]] static bool is_east(char32_t c) noexcept {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FA5);
  }

  [[nodiscard]] static Kind kind_of(char32_t c) noexcept {
    using unicode::category_bit;
    using G = unicode::GeneralCategory;
    constexpr std::uint32_t kPunctuation =
        category_bit(G::Pc) | category_bit(G::Pd) | category_bit(G::Ps) | category_bit(G::Pe) |
        category_bit(G::Pi) | category_bit(G::Pf) | category_bit(G::Po) | category_bit(G::Sc) |
        category_bit(G::Sk) | category_bit(G::Sm) | category_bit(G::So);
    const auto& record = unicode::tables::record(c);
    const std::uint32_t bit = std::uint32_t{1} << record.category;
    if ((bit & (unicode::kLetterCategories | unicode::kMarkCategories)) != 0) return Kind::letter;
    if ((bit & kPunctuation) != 0) return Kind::punctuation;
    if ((bit & unicode::kNumberCategories) != 0) return Kind::number;
    return (record.flags & unicode::tables::kWhitespace) != 0 ? Kind::space : Kind::rest;
  }

  [[nodiscard]] const char* numbers(const char* at, const char* end) const noexcept {
    for (std::size_t count = 1; at < end && count < max_digits_; ++count) {
      const Char c = char_at(at);
      if (c.kind != Kind::number) break;
      at += c.size;
    }
    return at;
  }

  [[nodiscard]] static const char* letters(const char* at, const char* end, bool east) noexcept {
    for (;;) {
      if (!east) at = skip_letters(at, end);
      const Char c = char_at(at, end, east);
      if (c.kind != Kind::letter) return at;
      at += c.size;
    }
  }

  [[nodiscard]] static const char* punctuation(const char* at, const char* end,
                                               bool east) noexcept {
    for (;;) {
      const Char c = char_at(at, end, east);
      if (c.kind != Kind::punctuation) break;
      at += c.size;
    }
    while (!east && at < end && byte_class(*at) == CharClass::newline) ++at;
    return at;
  }

  // Characters that match nothing, in one piece: up to one that does, or that stands in front of a
  // letter.
  [[nodiscard]] static const char* unmatched(const char* at, const char* end, bool east) noexcept {
    Char c = char_at(at, end, east);
    while (c.kind == Kind::rest) {
      const Char behind = char_at(at + c.size, end, east);
      if (behind.kind == Kind::letter) break;
      at += c.size;
      c = behind;
    }
    return at;
  }

  // \s*[\r\n]+, else \s+(?!\S), else \s+.
  [[nodiscard]] static const char* spaces(const char* at, const char* after, const char* end,
                                          bool newline) noexcept {
    const char* last = at;  // start of the run's last character
    const char* behind_newline = newline ? after : nullptr;
    Char c = char_at(after, end, false);
    for (; c.kind == Kind::space || c.kind == Kind::newline; c = char_at(after, end, false)) {
      last = after;
      after += c.size;
      if (c.kind == Kind::newline) behind_newline = after;
    }
    if (behind_newline != nullptr) return behind_newline;
    return c.kind == Kind::end || last == at ? after : last;
  }

  std::size_t max_digits_;
};

}  // namespace penstock::kernels
