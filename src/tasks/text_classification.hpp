// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/results.hpp>
#include <penstock/text_classification.hpp>
#include <string>
#include <vector>

#include "tasks/text_task.hpp"
#include "tasks/tokenizer_parameters.hpp"

// text-classification: a text or a pair of texts gets the labels of a sequence classifier.
//
// Models: *ForSequenceClassification; output `logits` [batch, labels], labels from id2label.
//   "I love this film" -> [{"label": "POSITIVE", "score": 0.99}]

namespace penstock {

struct TextClassificationTaskOptions : CallOptions {
  std::optional<std::int64_t> top_k = 1;  // none: all; negative counts from the end, as in Python
  // The reference's _legacy: top_k was never given, so one label is an object and not a list of
  // one, and all labels (return_all_scores) come in the model's order.
  bool legacy = true;
  FunctionToApply function_to_apply = FunctionToApply::automatic;
  std::optional<std::string> text_pair;  // the second text of every input
  TokenizerParameters tokenizer;
};

class TextClassificationTask final
    : public TextTask<TextClassificationTaskOptions, TextPair, std::vector<Label>> {
 public:
  explicit TextClassificationTask(const TaskResources& resources);

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] TextPair parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const TextPair& input,
                                                 const Options& options) const override;
  [[nodiscard]] CollateRules rules(const Options& options) const override;
  [[nodiscard]] std::vector<Label> postprocess(const TextPair& input,
                                               std::span<const Encoding> features,
                                               std::span<const RowOutputs> rows,
                                               const Options& options) const override;
  [[nodiscard]] Json to_json(std::vector<Label> labels, const Options& options) const override;
  [[nodiscard]] Json shape_single(Json answer, const Json& inputs,
                                  const Json& parameters) const override;

  [[nodiscard]] FunctionToApply function_of(const Options& options) const;
};

[[nodiscard]] std::unique_ptr<const Task> make_text_classification(const TaskResources& resources);

}  // namespace penstock
