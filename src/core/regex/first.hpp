// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "core/regex/ast.hpp"
#include "core/regex/code_set.hpp"

namespace penstock::regex {

// What may come next for a match to be possible: an upper bound, used to prune.
struct Next {
  CodeSet characters;
  bool end_of_text = false;  // nothing at all may come next, too
  bool cannot_fail = false;  // whatever comes next, the rest of the pattern matches

  // The rest is empty: the match is done.
  [[nodiscard]] static Next done() { return {CodeSet::all(), true, true}; }
  [[nodiscard]] static Next anything() { return {CodeSet::all(), true, false}; }
};

// What may come next before `node` followed by something that begins as `after`.
[[nodiscard]] Next first_of(const Node& node, const Next& after);

// The same for either of two.
[[nodiscard]] Next either(Next a, const Next& b);

// By next byte, 256 standing for the end of the text: whether it can come next.
inline constexpr size_t kEndOfText = 256;
using ByteTable = std::array<uint8_t, 257>;
[[nodiscard]] ByteTable byte_table(const Next& next);

}  // namespace penstock::regex
