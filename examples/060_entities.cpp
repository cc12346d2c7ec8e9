// SPDX-License-Identifier: Apache-2.0
// Names in a text, with offsets that point into it.
//
//     $ example_060_entities models/ner
//     PER   0.99  11..19  Wolfgang
#include <cstdio>
#include <penstock/token_classification.hpp>

int main(int argc, char** argv) {
  const penstock::TokenClassification ner({.model = argc > 1 ? argv[1] : "models/ner"});
  const penstock::TokenClassificationOptions grouped{.aggregation_strategy =
                                                         penstock::AggregationStrategy::simple};
  for (const penstock::Entity& found : ner("My name is Wolfgang and I live in Berlin", grouped)) {
    std::printf("%-4s  %.2f  %u..%u  %s\n", found.entity.c_str(), static_cast<double>(found.score),
                found.start, found.end, found.word.c_str());
  }
  return 0;
}
