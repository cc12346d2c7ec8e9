// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/regex/ast.hpp"

namespace penstock::regex {

// Rewrites a tree into an equal one that runs faster and has no case-insensitive literals left:
// neighbouring literals become one, (?i) becomes sets, one-character branches become a set, and
// branches that begin alike share their first character.
[[nodiscard]] NodePtr simplify(NodePtr node, bool in_look_behind = false);

}  // namespace penstock::regex
