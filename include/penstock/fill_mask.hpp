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

// Typed calls of fill-mask (transformers' FillMaskPipeline).
//
//     penstock::FillMask fill({.model = "models/bert"});
//     const auto masks = fill("The capital of France is [MASK].");
//     for (const penstock::MaskProposal& p : masks.at(0)) ...

namespace penstock {

struct FillMaskOptions {
  std::size_t top_k = 5;  // proposals for each mask; at most the number of targets
  // Only these tokens are scored, not renormalised; empty: any. One that is not in the vocabulary
  // stands for the first token that it is split into.
  std::vector<std::string> targets = {};
  // Texts run together, sorted by length; none: one by one.
  std::optional<std::size_t> batch_size = std::nullopt;
};

// Thread-safe; copies share the model. Calls without options follow PipelineOptions::parameters;
// options given to a call count alone.
// Made, it throws as pipeline() does, and Error{invalid_argument} for a tokenizer without a mask
// token. A call throws Error: invalid_argument for text without a mask, text that is not UTF-8 or
// is longer than the model takes, and a top_k beyond the vocabulary; backend when the runtime
// fails.
class FillMask {
 public:
  explicit FillMask(const PipelineOptions& options);

  // For each mask of the text, in order, its proposals by falling score.
  [[nodiscard]] std::vector<std::vector<MaskProposal>> operator()(std::string_view text) const;
  [[nodiscard]] std::vector<std::vector<MaskProposal>> operator()(
      std::string_view text, const FillMaskOptions& options) const;
  // The same for each text, in order.
  [[nodiscard]] std::vector<std::vector<std::vector<MaskProposal>>> operator()(
      std::span<const std::string_view> texts, const FillMaskOptions& options = {}) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
