// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/regex/code_set.hpp"
#include "core/regex/reader.hpp"

namespace penstock::regex {

// A bracket expression. `members` is what is listed, before `negated` is applied: case folding
// happens in between.
struct ClassExpression {
  CodeSet members;
  bool negated = false;
  bool has_negated_class = false;  // nested in it

  [[nodiscard]] CodeSet resolved() const;
};

// Reads a class after its '['; `depth` counts the classes around it.
[[nodiscard]] ClassExpression read_class(PatternReader& reader, int depth);

}  // namespace penstock::regex
