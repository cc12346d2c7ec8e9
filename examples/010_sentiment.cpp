// SPDX-License-Identifier: Apache-2.0
// The shortest program: a model folder, a sentence, labels with scores.
//
//     $ example_010_sentiment models/sentiment
//     POSITIVE  0.99
#include <cstdio>
#include <penstock/text_classification.hpp>

int main(int argc, char** argv) {
  const char* model = argc > 1 ? argv[1] : "models/sentiment";
  const penstock::TextClassification classify({.model = model});
  for (const auto& [label, score] : classify("I love this film, it's wonderful!")) {
    std::printf("%-8s  %.2f\n", label.c_str(), static_cast<double>(score));
  }
  return 0;
}
