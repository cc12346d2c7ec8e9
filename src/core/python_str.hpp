// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Methods of Python's str, on valid UTF-8.

namespace penstock::python {

// str.isspace of one character: what strip and split see.
[[nodiscard]] constexpr bool is_space(char32_t c) noexcept {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

// str.isupper, str.islower and str.istitle of one character.
[[nodiscard]] bool is_upper(char32_t c) noexcept;
[[nodiscard]] bool is_lower(char32_t c) noexcept;
[[nodiscard]] bool is_title(char32_t c) noexcept;

[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
// The lower case of text[at]: a capital sigma's depends on its neighbours.
void append_lower(std::string& out, std::u32string_view text, std::size_t at);

[[nodiscard]] std::string_view lstrip(std::string_view text) noexcept;
[[nodiscard]] std::string_view rstrip(std::string_view text) noexcept;
[[nodiscard]] inline std::string_view strip(std::string_view text) noexcept {
  return lstrip(rstrip(text));
}

// str.split(None, limit): the runs without white space; limit < 0 is no limit.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, std::int64_t limit = -1);
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text,
                                                        bool keep_ends = false);
// list(text).
[[nodiscard]] std::vector<std::string> characters(std::string_view text);

// An empty `from` is found around every character.
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view from,
                                      std::string_view to);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view between);

}  // namespace penstock::python
