// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// Full case mappings of Rust's char::to_lowercase and char::to_uppercase (Unicode 17).

namespace penstock::unicode {

// The characters one character maps to: 1 to 3 of them.
struct CaseMapping {
  char32_t chars[3];
  uint32_t size;
};

// Context free: capital sigma always becomes U+03C3, as in the reference's Lowercase normalizer.
[[nodiscard]] CaseMapping to_lower(char32_t c) noexcept;
[[nodiscard]] CaseMapping to_upper(char32_t c) noexcept;

}  // namespace penstock::unicode
