// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/regex/ast.hpp"

namespace penstock::regex {

// Parses Oniguruma's default syntax. Throws Error(invalid_argument) for what Oniguruma refuses and
// Error(unsupported) for what only this engine does.
[[nodiscard]] Syntax parse(std::string_view pattern);

}  // namespace penstock::regex
