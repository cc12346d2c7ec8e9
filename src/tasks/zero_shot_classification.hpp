// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <penstock/results.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/text_task.hpp"

// zero-shot-classification: labels named at call time, judged by a model of natural language
// inference: the text is the premise, "This example is {label}." the hypothesis.
//
// Models: *ForSequenceClassification with a label that starts with "entail"; output `logits`
// [batch, labels].
//   "The match ended in a draw", candidate_labels="sport, politics"
//     -> {"sequence": "...", "labels": ["sport", "politics"], "scores": [0.98, 0.02]}

namespace penstock {

struct ZeroShotTaskOptions : CallOptions {
  std::optional<std::vector<std::string>> candidate_labels;
  std::string hypothesis_template = "This example is {}.";
  bool multi_label = false;
};

class ZeroShotClassificationTask final
    : public TextTask<ZeroShotTaskOptions, std::string_view, ZeroShotResult> {
 public:
  explicit ZeroShotClassificationTask(const TaskResources& resources);

  // The sequence; throws Error{invalid_argument} when it, the labels or the template cannot be
  // used.
  [[nodiscard]] static std::string_view checked(std::string_view sequence, const Options& options);

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] std::string_view parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const std::string_view& input,
                                                 const Options& options) const override;
  [[nodiscard]] CollateRules rules(const Options& options) const override;
  void check_batching() const override {}  // without a pad token the reference pads with eos here
  [[nodiscard]] ZeroShotResult postprocess(const std::string_view& input,
                                           std::span<const Encoding> features,
                                           std::span<const RowOutputs> rows,
                                           const Options& options) const override;
  [[nodiscard]] Json to_json(ZeroShotResult result, const Options& options) const override;

  [[nodiscard]] std::vector<float> label_scores(std::span<const RowOutputs> rows,
                                                bool multi_label) const;

  std::optional<std::size_t> entailment_id_;  // none: the last label
};

[[nodiscard]] std::unique_ptr<const Task> make_zero_shot_classification(
    const TaskResources& resources);

}  // namespace penstock
