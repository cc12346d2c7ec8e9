// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/regex/ast.hpp"

namespace penstock::regex {

// What a literal under (?i) matches. Sequences that fold together with one character (ss and sharp
// s) match it, too, but not inside look-behind, where only single characters are exchanged.
[[nodiscard]] NodePtr expand_case(std::u32string_view text, bool in_look_behind);

}  // namespace penstock::regex
