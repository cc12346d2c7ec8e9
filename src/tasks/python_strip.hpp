// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace penstock {

// Python's str.strip(): without the white space at both ends, which to Python includes the
// separators U+001C to U+001F. `text` is valid UTF-8.
[[nodiscard]] std::string_view python_strip(std::string_view text) noexcept;

}  // namespace penstock
