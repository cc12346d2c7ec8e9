// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Methods of Python's str, on valid UTF-8.

namespace penstock::slow {

// str.isspace of one character: White_Space, and the separators U+001C to U+001F.
[[nodiscard]] bool is_space(char32_t c) noexcept;

[[nodiscard]] std::string_view lstrip(std::string_view text);
[[nodiscard]] std::string_view rstrip(std::string_view text);
[[nodiscard]] inline std::string_view strip(std::string_view text) { return lstrip(rstrip(text)); }
// str.split(): the runs without white space.
[[nodiscard]] std::vector<std::string> split(std::string_view text);
// str.splitlines().
[[nodiscard]] std::vector<std::string> split_lines(std::string_view text);
// list(text).
[[nodiscard]] std::vector<std::string> characters(std::string_view text);

[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view from,
                                      std::string_view to);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view between);

}  // namespace penstock::slow
