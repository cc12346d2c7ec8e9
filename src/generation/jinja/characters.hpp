// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/python_str.hpp"

// What templates ask of text, and core/python_str.hpp does not have.

namespace penstock::jinja {

using python::is_lower;
using python::is_space;
using python::is_title;
using python::is_upper;

// \w of Python's re.
[[nodiscard]] bool is_word(char32_t c) noexcept;

[[nodiscard]] std::string to_title(std::string_view text);
[[nodiscard]] std::string capitalized(std::string_view text);
[[nodiscard]] std::string swapped_case(std::string_view text);
// The title or upper case of one character appended to `out`.
void append_upper(std::string& out, char32_t c);
void append_title(std::string& out, char32_t c);

// strip, lstrip, rstrip without an argument.
[[nodiscard]] std::string_view strip_space(std::string_view text, bool left, bool right) noexcept;
// The same for the characters of `chars`.
[[nodiscard]] std::string_view strip_chars(std::string_view text, std::string_view chars, bool left,
                                           bool right) noexcept;
// text.rsplit(None, limit): limit < 0 is no limit.
[[nodiscard]] std::vector<std::string_view> rsplit_space(std::string_view text, std::int64_t limit);

}  // namespace penstock::jinja
