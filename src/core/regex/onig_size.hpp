// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/regex/ast.hpp"

namespace penstock::regex {

// Whether Oniguruma counts the rounds of this repeat at run time instead of writing its body out.
// Only then does it stop after a round that matches nothing, before the required number: whether
// (?:|a){2} matches "a" depends on it. Its measure is the number of its own instructions.
[[nodiscard]] bool is_counted_by_oniguruma(const Node& repeat);

}  // namespace penstock::regex
