// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text as a terminal shows it: columns, wrapping, nothing that could steer the terminal.

namespace penstock::cli {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes of the well-formed UTF-8 character at the front of `text`; 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;
// The code point in those bytes.
[[nodiscard]] char32_t utf8_decode(std::string_view character) noexcept;

// Control characters spelled out (\n, \x1b), invalid bytes replaced: safe to print on one line.
[[nodiscard]] std::string printable(std::string_view text);

// Columns that printable text takes; East Asian wide characters take two.
[[nodiscard]] std::size_t display_width(std::string_view text);

// The longest front part of at most `width` columns, in bytes; never splits a character and
// takes at least one.
[[nodiscard]] std::size_t fitting_bytes(std::string_view text, std::size_t width);

// Cut to `width` columns with "..." at the end where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

// Lines of at most `width` columns, broken at spaces, else after '/', '-' and '_', else
// anywhere. Newlines in `text` end lines.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace penstock::cli
