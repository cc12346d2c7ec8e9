// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What Python's str methods know about characters.

namespace penstock::jinja {

// str.isspace of one character: what strip, split and \s see.
[[nodiscard]] constexpr bool is_space(char32_t c) noexcept {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}
// Where splitlines breaks; \r\n is one break.
[[nodiscard]] constexpr bool is_line_break(char32_t c) noexcept {
  return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}
// \w of Python's re.
[[nodiscard]] bool is_word(char32_t c) noexcept;
[[nodiscard]] bool is_upper(char32_t c) noexcept;
[[nodiscard]] bool is_lower(char32_t c) noexcept;
[[nodiscard]] bool is_title(char32_t c) noexcept;

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);
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
// text.split(None, limit): limit < 0 is no limit.
[[nodiscard]] std::vector<std::string_view> split_space(std::string_view text, std::int64_t limit);
[[nodiscard]] std::vector<std::string_view> rsplit_space(std::string_view text, std::int64_t limit);
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text, bool keep_ends);

// Start of the character that ends before byte `end`, which is not 0.
[[nodiscard]] std::size_t previous(std::string_view text, std::size_t end) noexcept;

}  // namespace penstock::jinja
