// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "tokenizer/kernels/pattern_scanner.hpp"

namespace penstock::kernels {

// The pieces of o200k's pattern and of tekken's, which also cut a word in front of a capital
// behind small letters. With `Contractions` (o200k) 's, 't, 're, ... belong to the word.
//
// A letter is a capital (\p{Lu}, \p{Lt}), a small one (\p{Ll}) or counts as both (\p{Lm}, \p{Lo}
// and marks).
template <bool Contractions>
class CasedScanner : private PatternScanner<true, false> {
  using Base = PatternScanner<true, false>;

 public:
  using Base::skip;
  explicit CasedScanner(std::size_t max_digits) : Base(max_digits) {}

  [[nodiscard]] const char* next(const char* at, const char* end) const noexcept {
    const char* const word = at + (*at == ' ' ? 1 : 0);
    if (word < end && is_ascii_letter(*word)) return contracted(letters_of(word, end).end, end);
    const Classified first = classify(at);
    const char* const after = at + first.size;
    switch (first.kind) {
      case CharClass::letter: return contracted(letters_of(at, end).end, end);
      case CharClass::number: return Base::numbers(after, end);
      case CharClass::newline: return Base::spaces(at, after, end, first.kind);
      case CharClass::mark: {
        // In front of a word without small letters it is a word of its own.
        const Letters word_behind = letters_of(after, end);
        return contracted(word_behind.small ? word_behind.end : after, end);
      }
      default: break;
    }
    const Letters word_behind = letters_of(after, end);
    if (word_behind.end != after) return contracted(word_behind.end, end);
    if (first.kind != CharClass::space) return others(after, end);
    if (*at == ' ' && after < end) {
      const Classified second = Base::kind_at(after);
      if (second.kind == CharClass::other) return others(after + second.size, end);
    }
    return Base::spaces(at, after, end, first.kind);
  }

 private:
  enum class Case : std::uint8_t { capital, small, both, none };
  struct Letter {
    Case kind;
    std::uint32_t size;
  };
  // Where a word ends, and whether its last letter may be a small one.
  struct Letters {
    const char* end;
    bool small;
  };

  [[nodiscard]] static Letter letter_at(const char* at) noexcept {
    if (static_cast<std::uint8_t>(*at) < 0x80) {
      if (!is_ascii_letter(*at)) return {Case::none, 1};
      return {*at >= 'a' ? Case::small : Case::capital, 1};
    }
    using unicode::GeneralCategory;
    const auto c = utf8::decode_unchecked(at);
    const std::uint32_t bit = std::uint32_t{1} << unicode::tables::record(c.code_point).category;
    if ((bit & (unicode::kLetterCategories | unicode::kMarkCategories)) == 0) {
      return {Case::none, c.size};
    }
    if ((bit & unicode::category_bit(GeneralCategory::Ll)) != 0) return {Case::small, c.size};
    constexpr std::uint32_t kCapitals =
        unicode::category_bit(GeneralCategory::Lu) | unicode::category_bit(GeneralCategory::Lt);
    return {(bit & kCapitals) != 0 ? Case::capital : Case::both, c.size};
  }

  // Capitals and then small letters. Where no small one follows, the word gives back capitals
  // behind its last letter that counts as both; without such a letter it is all capitals.
  [[nodiscard]] static Letters letters_of(const char* at, const char* end) noexcept {
    const char* behind_both = nullptr;
    while (at < end) {
      const Letter letter = letter_at(at);
      if (letter.kind == Case::small) return {small_letters(at + letter.size, end), true};
      if (letter.kind == Case::none) break;
      at += letter.size;
      if (letter.kind == Case::both) behind_both = at;
    }
    if (behind_both != nullptr) return {behind_both, true};
    return {at, false};
  }

  [[nodiscard]] static const char* small_letters(const char* at, const char* end) noexcept {
    for (;;) {
      at = skip_small_letters(at, end);
      if (at == end || static_cast<std::uint8_t>(*at) < 0x80) return at;
      const Letter letter = letter_at(at);
      if (letter.kind == Case::none || letter.kind == Case::capital) return at;
      at += letter.size;
    }
  }

  [[nodiscard]] static const char* contracted(const char* at, const char* end) noexcept {
    if (!Contractions || at == end || *at != '\'') return at;
    const std::size_t size = Base::contraction(at + 1, end);
    return size == 0 ? at : at + 1 + size;
  }

  // [^\s\p{L}\p{N}]*[\r\n/]*.
  [[nodiscard]] static const char* others(const char* at, const char* end) noexcept {
    at = Base::others(at, end);
    while (at < end && (*at == '/' || *at == '\r' || *at == '\n')) ++at;
    return at;
  }
};

}  // namespace penstock::kernels
