// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// What the matcher's parts share.

namespace penstock::regex {

// A group's border that no part of the text has been given to.
inline constexpr size_t kUnset = static_cast<size_t>(-1);

// The start of the character before `at`, which is not the first of a valid text.
[[nodiscard]] inline const uint8_t* previous(const uint8_t* at) noexcept {
  do {
    --at;
  } while ((*at & 0xC0U) == 0x80U);
  return at;
}

}  // namespace penstock::regex
