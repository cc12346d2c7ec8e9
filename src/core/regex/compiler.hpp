// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/regex/program.hpp"

namespace penstock::regex {

// Parses, simplifies and compiles. Throws as `parse` does.
[[nodiscard]] Program compile(std::string_view pattern);

// A program that matches exactly `text`.
[[nodiscard]] Program compile_literal(std::string_view text);

}  // namespace penstock::regex
