// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace penstock::models {

// The vocabulary entry that stands for a byte under byte_fallback: "<0x0A>".
[[nodiscard]] inline std::string byte_token(std::uint8_t byte) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  return {'<', '0', 'x', kDigits[byte >> 4], kDigits[byte & 0xF], '>'};
}

}  // namespace penstock::models
