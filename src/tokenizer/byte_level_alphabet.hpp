// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// GPT-2's printable stand-ins for the 256 bytes, shared by the ByteLevel components.

namespace penstock::byte_level {

// The character that stands for a byte.
[[nodiscard]] char32_t to_char(std::uint8_t byte) noexcept;
// The byte that a character stands for; -1 for a character outside the alphabet.
[[nodiscard]] int to_byte(char32_t c) noexcept;
// UTF-8 of to_char(byte); valid for the life of the process.
[[nodiscard]] std::string_view to_utf8(std::uint8_t byte) noexcept;

}  // namespace penstock::byte_level
