// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "core/unicode.hpp"
#include "core/utf8.hpp"

namespace penstock::kernels {

// What the patterns tell apart. A newline (\r, \n) is white space too.
enum class CharClass : std::uint8_t { letter, number, other, space, newline, mark, beyond_ascii };

constexpr std::array<CharClass, 256> make_byte_classes() {
  std::array<CharClass, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    CharClass kind = CharClass::other;
    if (letter) kind = CharClass::letter;
    if (c >= '0' && c <= '9') kind = CharClass::number;
    if (c == ' ' || (c >= 9 && c <= 13)) kind = CharClass::space;
    if (c == '\r' || c == '\n') kind = CharClass::newline;
    if (c >= 0x80) kind = CharClass::beyond_ascii;
    classes[c] = kind;
  }
  return classes;
}

// Of the first byte of a character.
inline constexpr std::array<CharClass, 256> kByteClasses = make_byte_classes();

[[nodiscard]] inline CharClass byte_class(char byte) noexcept {
  return kByteClasses[static_cast<std::uint8_t>(byte)];
}

[[nodiscard]] inline CharClass class_of(char32_t c) noexcept {
  const auto& record = unicode::tables::record(c);
  const std::uint32_t bit = std::uint32_t{1} << record.category;
  if ((bit & unicode::kLetterCategories) != 0) return CharClass::letter;
  if ((bit & unicode::kNumberCategories) != 0) return CharClass::number;
  if ((record.flags & unicode::tables::kWhitespace) != 0) return CharClass::space;
  if ((bit & unicode::kMarkCategories) != 0) return CharClass::mark;
  return CharClass::other;
}

// A character's class and size.
struct Classified {
  CharClass kind;
  std::uint32_t size;
};

[[nodiscard]] inline Classified classify(const char* at) noexcept {
  const CharClass kind = byte_class(*at);
  if (kind != CharClass::beyond_ascii) return {kind, 1};
  const auto c = utf8::decode_unchecked(at);
  return {class_of(c.code_point), c.size};
}

}  // namespace penstock::kernels
