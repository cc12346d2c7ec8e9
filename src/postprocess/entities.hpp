// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <penstock/results.hpp>
#include <penstock/token_classification.hpp>
#include <span>
#include <string>
#include <vector>

// From scored tokens to entities: TokenClassificationPipeline's aggregate and what it calls.

namespace penstock {

// One token that is not special, with what aggregation needs to know of it.
struct ScoredToken {
  std::string word;
  std::span<const float> scores;  // a probability for each label
  std::uint32_t start = 0;        // code points of the sentence
  std::uint32_t end = 0;
  std::size_t index = 0;    // in its window
  bool is_subword = false;  // continues the word of the token before
};

// What aggregation asks of the model and the tokenizer.
struct EntityVocabulary {
  std::function<std::string(std::size_t)> label;                              // id2label
  std::function<std::string(std::span<const std::string>)> tokens_to_string;  // the decoder
};

// The entities of one window, in order, none left out.
[[nodiscard]] std::vector<Entity> aggregate_entities(std::span<const ScoredToken> tokens,
                                                     AggregationStrategy strategy,
                                                     const EntityVocabulary& vocabulary);

// Of entities from several windows: sorted by start; of overlapping ones the longer stays, then the
// one with the higher score.
[[nodiscard]] std::vector<Entity> resolve_overlaps(std::vector<Entity> entities);

}  // namespace penstock
