// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// UTF-8 as Rust's `str` defines it: no surrogates, no overlong forms, nothing above U+10FFFF.
// Everything in the library works on valid UTF-8; bytes from outside go through `is_valid` or
// `to_valid_lossy` first.

namespace penstock::utf8 {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

// One decoded scalar and the number of bytes it took (1 to 4).
struct Decoded {
  char32_t code_point;
  uint32_t size;
};

// Number of bytes of the character that starts with `lead`, a lead byte of valid UTF-8.
[[nodiscard]] constexpr uint32_t length_from_lead(uint8_t lead) noexcept {
  return lead < 0x80 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
}

[[nodiscard]] constexpr bool is_continuation(char byte) noexcept {
  return (static_cast<uint8_t>(byte) & 0xC0U) == 0x80U;
}

// Bytes that `code_point` takes in UTF-8.
[[nodiscard]] constexpr uint32_t encoded_length(char32_t code_point) noexcept {
  return code_point < 0x80 ? 1U : code_point < 0x800 ? 2U : code_point < 0x10000 ? 3U : 4U;
}

// Decodes the character at `at`. The text must be valid UTF-8 and hold the whole character.
[[nodiscard]] inline Decoded decode_unchecked(const char* at) noexcept {
  const auto byte = [at](int i) { return static_cast<uint32_t>(static_cast<uint8_t>(at[i])); };
  const uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {((lead & 0x1FU) << 6) | (byte(1) & 0x3FU), 2};
  if (lead < 0xF0) {
    return {((lead & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU), 3};
  }
  return {((lead & 0x07U) << 18) | ((byte(1) & 0x3FU) << 12) | ((byte(2) & 0x3FU) << 6) |
              (byte(3) & 0x3FU),
          4};
}

// Appends `code_point` (a Unicode scalar) to `out`.
void append(std::string& out, char32_t code_point);

[[nodiscard]] bool is_ascii(std::string_view text) noexcept;
[[nodiscard]] bool is_valid(std::string_view text) noexcept;

// Position of the first byte that is not part of valid UTF-8; text.size() if there is none.
[[nodiscard]] size_t valid_prefix(std::string_view text) noexcept;

// Each maximal prefix of an invalid sequence becomes one U+FFFD, as Rust's from_utf8_lossy does.
[[nodiscard]] std::string to_valid_lossy(std::string_view bytes);

// Number of characters of a valid text.
[[nodiscard]] size_t count(std::string_view text) noexcept;

[[nodiscard]] std::u32string to_u32(std::string_view text);
[[nodiscard]] std::string from_u32(std::u32string_view text);

// Converts byte offsets of one text to character offsets in constant time.
//
// A byte inside a character maps to that character's index, text.size() to the character count.
class CharOffsets {
 public:
  CharOffsets() = default;
  explicit CharOffsets(std::string_view text) { reset(text); }

  // Points the map at another text, reusing memory. The map keeps no reference to the text.
  void reset(std::string_view text);

  [[nodiscard]] size_t char_of_byte(size_t byte) const noexcept;
  [[nodiscard]] size_t char_count() const noexcept { return char_count_; }

 private:
  // Characters that start before each 64-byte block, and the start bits of each block.
  struct Block {
    uint64_t starts;
    uint64_t before;
  };
  std::vector<Block> blocks_;  // empty when the text is ASCII: the map is the identity then
  size_t size_ = 0;
  size_t char_count_ = 0;
};

}  // namespace penstock::utf8
