// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// Generated: the case folds of Oniguruma 6.9.10 (Unicode 16).

namespace penstock::regex {

// `from` and everything else with the same `to` are equal under (?i).
struct FoldSingle {
  char32_t from;
  char32_t to;
};

// `from` equals a sequence of two or three characters (the third 0 when there is none).
struct FoldMultiple {
  char32_t from;
  char32_t to[3];
};

// Both sorted by `from`.
extern const FoldSingle kFoldSingles[];
extern const uint32_t kFoldSingleCount;
extern const FoldMultiple kFoldMultiples[];
extern const uint32_t kFoldMultipleCount;

}  // namespace penstock::regex
