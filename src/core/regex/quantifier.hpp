// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/regex/ast.hpp"
#include "core/regex/reader.hpp"

namespace penstock::regex {

// ?, *, +, {n,m} with what follows it.
struct Quantifier {
  uint32_t min = 0;
  uint32_t max = 0;
  bool greedy = true;
  bool possessive = false;
};

// Reads a quantifier if one is next. A '{' that begins no interval is left alone.
[[nodiscard]] std::optional<Quantifier> read_quantifier(PatternReader& reader);

// `target` repeated, directly nested repeats being merged as Oniguruma merges them.
[[nodiscard]] NodePtr apply_quantifier(PatternReader& reader, NodePtr target,
                                       Quantifier quantifier);

}  // namespace penstock::regex
