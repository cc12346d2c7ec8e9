// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/pipeline.hpp>
#include <penstock/tensor.hpp>
#include <span>
#include <string_view>
#include <vector>

// Typed calls of feature-extraction (transformers' FeatureExtractionPipeline): a model's hidden
// states, not pooled.
//
//     penstock::FeatureExtraction extract({.model = "models/minilm"});
//     penstock::Tensor features = extract("Hello");   // float32 [1, tokens, hidden]

namespace penstock {

struct FeatureExtractionOptions {
  bool truncation = false;  // cut texts at the model's maximum, or at max_length
  std::optional<std::size_t> max_length = std::nullopt;  // tokens, specials counted
  // Texts run together, sorted by length; none: one by one.
  std::optional<std::size_t> batch_size = std::nullopt;
};

// Thread-safe; copies share the model. Calls without options follow PipelineOptions::parameters;
// options given to a call count alone.
// Made, it throws as pipeline() does. A call throws Error: invalid_argument for text that is not
// UTF-8 or is longer than the model takes (see truncation), backend when the runtime fails.
class FeatureExtraction {
 public:
  explicit FeatureExtraction(const PipelineOptions& options);

  // float32 [1, tokens, hidden].
  [[nodiscard]] Tensor operator()(std::string_view text) const;
  [[nodiscard]] Tensor operator()(std::string_view text,
                                  const FeatureExtractionOptions& options) const;
  // One tensor for each text, in order, each with its own number of tokens.
  [[nodiscard]] std::vector<Tensor> operator()(std::span<const std::string_view> texts,
                                               const FeatureExtractionOptions& options) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
