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

// Typed calls of zero-shot-classification (transformers' ZeroShotClassificationPipeline).
//
//     penstock::ZeroShotClassification classify({.model = "models/nli"});
//     const std::vector<std::string> labels = {"sport", "politics"};
//     penstock::ZeroShotResult result = classify("The match ended in a draw", labels);

namespace penstock {

struct ZeroShotClassificationOptions {
  std::string hypothesis_template = "This example is {}.";  // {} is where the label goes
  bool multi_label = false;  // judge every label by itself instead of letting them compete
  // Pairs run together, sorted by length; 1 never pads. None: those of one text together.
  std::optional<std::size_t> batch_size = std::nullopt;
};

// Thread-safe; copies share the model. Calls without options follow PipelineOptions::parameters;
// options given to a call count alone.
// Made, it throws as pipeline() does. A call throws Error: invalid_argument without text or labels
// and for a template without {}, backend when the runtime fails.
class ZeroShotClassification {
 public:
  explicit ZeroShotClassification(const PipelineOptions& options);

  [[nodiscard]] ZeroShotResult operator()(std::string_view sequence,
                                          std::span<const std::string> candidate_labels) const;
  [[nodiscard]] ZeroShotResult operator()(std::string_view sequence,
                                          std::span<const std::string> candidate_labels,
                                          const ZeroShotClassificationOptions& options) const;

  // The same for each text, in order.
  [[nodiscard]] std::vector<ZeroShotResult> operator()(
      std::span<const std::string_view> sequences, std::span<const std::string> candidate_labels,
      const ZeroShotClassificationOptions& options = {}) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
