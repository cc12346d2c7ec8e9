// SPDX-License-Identifier: Apache-2.0
// Documents in the order in which they answer a query.
//
//     $ example_110_rerank models/ms-marco
//     0.98  Paris is the capital of France.
//     0.01  Rome is in Italy.
#include <array>
#include <cstdio>
#include <penstock/text_ranking.hpp>
#include <string_view>

int main(int argc, char** argv) {
  const penstock::TextRanking rank({.model = argc > 1 ? argv[1] : "models/ms-marco"});
  const std::array<std::string_view, 2> documents = {"Rome is in Italy.",
                                                     "Paris is the capital of France."};
  for (const auto& [index, score] : rank("capital of France", documents)) {
    std::printf("%.2f  %.*s\n", static_cast<double>(score),
                static_cast<int>(documents[index].size()), documents[index].data());
  }
  return 0;
}
