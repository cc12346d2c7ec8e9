// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/byte_level_alphabet.hpp"

#include "core/utf8.hpp"

namespace penstock::byte_level {
namespace {

// Bytes that Latin-1 can print stand for themselves; the others get U+0100 and up, in order.
constexpr bool is_printable(unsigned byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

constexpr std::size_t kAlphabetEnd = 0x144;  // U+0143 is the last stand-in

struct Tables {
  std::array<char32_t, 256> chars{};
  std::array<std::int16_t, kAlphabetEnd> bytes{};
};

constexpr Tables make_tables() {
  Tables tables;
  tables.bytes.fill(-1);
  char32_t next = 0x100;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const char32_t c = is_printable(byte) ? static_cast<char32_t>(byte) : next++;
    tables.chars[byte] = c;
    tables.bytes[c] = static_cast<std::int16_t>(byte);
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::array<std::string, 256> make_utf8() {
  std::array<std::string, 256> texts;
  for (std::size_t byte = 0; byte < 256; ++byte) utf8::append(texts[byte], kTables.chars[byte]);
  return texts;
}

}  // namespace

char32_t to_char(std::uint8_t byte) noexcept { return kTables.chars[byte]; }

int to_byte(char32_t c) noexcept { return c < kAlphabetEnd ? kTables.bytes[c] : -1; }

std::string_view to_utf8(std::uint8_t byte) noexcept {
  static const std::array<std::string, 256> texts = make_utf8();
  return texts[byte];
}

}  // namespace penstock::byte_level
