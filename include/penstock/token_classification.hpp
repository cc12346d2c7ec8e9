// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/pipeline.hpp>
#include <penstock/results.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Typed calls of token-classification, or ner (transformers' TokenClassificationPipeline).
//
//     penstock::TokenClassification ner({.model = "models/ner"});
//     for (const penstock::Entity& e :
//          ner("My name is Wolfgang", {.aggregation_strategy = AggregationStrategy::simple})) ...

namespace penstock {

// How tokens become entities.
enum class AggregationStrategy {
  none,     // every token for itself
  simple,   // neighbours with the same label make a group
  first,    // as simple, after each word took the label of its first token
  average,  // ... the best label of its tokens' mean scores
  max,      // ... the label of its token with the highest score
};

struct TokenClassificationOptions {
  AggregationStrategy aggregation_strategy = AggregationStrategy::none;
  std::vector<std::string> ignore_labels = {"O"};  // labels or group names left out of the answer
  // Texts longer than the model's maximum are cut there; with a stride they are read in windows
  // that share so many tokens, and entities found twice are merged.
  std::optional<std::size_t> stride = std::nullopt;
  // Windows run together, sorted by length; 1 never pads. None: those of one text together, and
  // texts one by one.
  std::optional<std::size_t> batch_size = std::nullopt;
};

// Thread-safe; copies share the model. Calls without options follow PipelineOptions::parameters;
// options given to a call count alone.
// Made, it throws as pipeline() does. A call throws Error: invalid_argument for text that is not
// UTF-8, for a stride that leaves a window no token of its own, and for what a tokenizer without
// offsets cannot do (words, strides, strategies beyond simple); backend when the runtime fails.
class TokenClassification {
 public:
  explicit TokenClassification(const PipelineOptions& options);

  // Entities in the order of the text.
  [[nodiscard]] std::vector<Entity> operator()(std::string_view text) const;
  [[nodiscard]] std::vector<Entity> operator()(std::string_view text,
                                               const TokenClassificationOptions& options) const;
  // Words split by the caller (is_split_into_words); offsets are those of the words joined by
  // single spaces.
  [[nodiscard]] std::vector<Entity> operator()(std::span<const std::string> words,
                                               const TokenClassificationOptions& options) const;

  // The entities of each text, in order. (A span of std::string is the words of one text.)
  [[nodiscard]] std::vector<std::vector<Entity>> operator()(
      std::span<const std::string_view> texts,
      const TokenClassificationOptions& options = {}) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
