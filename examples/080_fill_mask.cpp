// SPDX-License-Identifier: Apache-2.0
// What could stand in place of a mask; several texts in one call.
//
//     $ example_080_fill_mask models/bert
//     a big heart  0.41
#include <array>
#include <cstdio>
#include <penstock/fill_mask.hpp>
#include <string_view>

int main(int argc, char** argv) {
  const penstock::FillMask fill({.model = argc > 1 ? argv[1] : "models/bert"});
  const std::array<std::string_view, 2> texts = {"a [MASK] heart", "the food was [MASK]"};
  for (const auto& masks : fill(texts, {.top_k = 2, .batch_size = 2})) {
    for (const penstock::MaskProposal& proposal : masks.at(0)) {
      std::printf("%s  %.2f\n", proposal.sequence.c_str(), static_cast<double>(proposal.score));
    }
  }
  return 0;
}
