// SPDX-License-Identifier: Apache-2.0
// Labels that the model was never trained for.
//
//     $ example_090_zero_shot models/nli
//     sport  0.93
//     politics  0.07
#include <cstdio>
#include <penstock/zero_shot_classification.hpp>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  const penstock::ZeroShotClassification classify({.model = argc > 1 ? argv[1] : "models/nli"});
  const std::vector<std::string> labels = {"politics", "sport"};
  const penstock::ZeroShotResult result = classify("The match ended in a draw", labels);
  for (std::size_t i = 0; i < result.labels.size(); ++i) {
    std::printf("%s  %.2f\n", result.labels[i].c_str(), static_cast<double>(result.scores[i]));
  }
  return 0;
}
