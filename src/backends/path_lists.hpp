// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

// Lists of folders in environment variables ("/a:/b") and the small text work that goes with them.

namespace penstock {

// Non-empty parts.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

// Without spaces, tabs and line ends around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// The path made absolute against the current folder, without "." and "..", and no '/' at its end.
[[nodiscard]] std::filesystem::path absolute_path(const Environment& environment,
                                                  const std::filesystem::path& path);

// The entries of a variable such as PATH, absolute, in order; none when it is unset.
[[nodiscard]] std::vector<std::filesystem::path> paths_in_variable(const Environment& environment,
                                                                   const std::string& variable);

}  // namespace penstock
