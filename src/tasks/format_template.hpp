// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace penstock {

// Python's `text.format(value)` for one string value: {} and {0} stand for it, {{ and }} for
// braces; a format specification ({:>12}, {0:.5}) works, too. Anything else in braces throws
// Error{invalid_argument} that says what is allowed.
[[nodiscard]] std::string format_template(std::string_view text, std::string_view value);

}  // namespace penstock
