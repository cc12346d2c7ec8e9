// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace penstock::converters {

struct ScoredPiece {
  std::string text;
  double score = 0;
};

struct Merge {
  std::string_view left;
  std::string_view right;
};

// The merges of a BPE model that stores none, by falling rank, as convert_slow_tokenizer's
// generate_merges finds them: every split of a piece into two known pieces, best score first, then
// the longer left and right halves, counted in characters. The views point into `pieces`.
//
// `ids` holds the pieces of the model file; of equal texts in `pieces` the last score counts.
[[nodiscard]] std::vector<Merge> generate_merges(
    std::span<const ScoredPiece> pieces,
    const std::unordered_map<std::string_view, std::uint32_t>& ids);

}  // namespace penstock::converters
