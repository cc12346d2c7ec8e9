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

// Typed calls of text-classification (transformers' TextClassificationPipeline).
//
//     penstock::TextClassification classify({.model = "models/sentiment"});
//     for (const auto& [label, score] : classify("I love this film")) ...   // POSITIVE 0.99

namespace penstock {

// How logits become scores. `automatic` follows the model: none for problem_type "regression",
// sigmoid for "multi_label_classification" or one label, softmax otherwise, then the config's
// function_to_apply.
enum class FunctionToApply { automatic, sigmoid, softmax, none };

struct TextClassificationOptions {
  std::optional<std::size_t> top_k = 1;  // best labels returned; none: all of them
  FunctionToApply function_to_apply = FunctionToApply::automatic;
  bool truncation = false;  // cut texts at the model's maximum instead of failing
  // Tokens, with truncation; none: the tokenizer's maximum.
  std::optional<std::size_t> max_length = std::nullopt;
  std::size_t batch_size = 1;  // texts run together, sorted by length; order is kept
};

// One text or a pair of texts ("text_pair" in JSON).
struct TextPair {
  std::string_view text;
  std::optional<std::string_view> text_pair = std::nullopt;
};

// Thread-safe; copies share the model. Calls without options follow PipelineOptions::parameters;
// options given to a call count alone.
// Made, it throws as pipeline() does. A call throws Error: invalid_argument for text that is not
// UTF-8 or is longer than the model takes (see truncation), backend when the runtime fails.
class TextClassification {
 public:
  explicit TextClassification(const PipelineOptions& options);

  // Labels by falling score; equal scores keep the model's order.
  [[nodiscard]] std::vector<Label> operator()(std::string_view text) const;
  [[nodiscard]] std::vector<Label> operator()(std::string_view text,
                                              const TextClassificationOptions& options) const;
  [[nodiscard]] std::vector<Label> operator()(const TextPair& pair) const;
  [[nodiscard]] std::vector<Label> operator()(const TextPair& pair,
                                              const TextClassificationOptions& options) const;
  // One list of labels for each input, in order.
  [[nodiscard]] std::vector<std::vector<Label>> operator()(std::span<const TextPair> inputs) const;
  [[nodiscard]] std::vector<std::vector<Label>> operator()(
      std::span<const TextPair> inputs, const TextClassificationOptions& options) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
