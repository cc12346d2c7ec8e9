// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "core/regex/ast.hpp"

namespace penstock::regex {

// How many characters a node can match.
struct CharLength {
  uint32_t min = 0;
  uint32_t max = 0;         // kUnlimited if there is no bound
  bool min_is_sure = true;  // nothing in the node looks at its surroundings or captures
};

[[nodiscard]] CharLength char_length(const Node& node);

// Whether `look` is a look-behind that surely matches the empty text. Oniguruma replaces (?<=..) by
// nothing and (?<!..) by a failure then, and counts both as empty for a look-behind around them.
[[nodiscard]] bool matches_nothing(const Node& look);

// Whether `body` is a choice of branches that each have one length, but not all the same.
[[nodiscard]] bool has_fixed_branches(const Node& body);

// Why Oniguruma refuses `body` (as parsed) in (?<=..), or in (?<!..) if `negative`; empty if it
// does not.
[[nodiscard]] std::string_view look_behind_objection(const Node& body, bool negative);

}  // namespace penstock::regex
