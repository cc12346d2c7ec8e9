// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace penstock {

// Byte offsets of one text to character offsets, by a table: what a tokenizer call asks for twice a
// token. Reused from call to call.
class CharMap {
 public:
  // Points the map at another text (valid UTF-8), of which it keeps no reference.
  void reset(std::string_view text);

  // ASCII: bytes are characters.
  [[nodiscard]] bool is_identity() const noexcept { return identity_; }
  // A byte inside a character maps to that character's index, what lies behind to their count.
  [[nodiscard]] std::uint32_t char_of_byte(std::size_t byte) const noexcept {
    if (byte >= size_) return char_count_;
    return identity_ ? static_cast<std::uint32_t>(byte) : chars_[byte];
  }

 private:
  std::vector<std::uint32_t> chars_;  // of each byte, unless ASCII; may be longer than the text
  std::size_t size_ = 0;
  std::uint32_t char_count_ = 0;
  bool identity_ = true;
};

}  // namespace penstock
