// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <penstock/tensor.hpp>
#include <string_view>
#include <vector>

#include "tasks/text_task.hpp"
#include "tasks/tokenizer_parameters.hpp"

// feature-extraction: the model's vectors for each token of a text, unpooled.
//
// Models: any encoder; the first output there is of last_hidden_state, token_embeddings, or else
// the graph's first one.
//   "Hello" -> [[[0.12, ...], [...], ...]]    (one text, its tokens, their numbers)

namespace penstock {

struct FeatureExtractionTaskOptions : CallOptions {
  TokenizerParameters tokenizer;
};

class FeatureExtractionTask final
    : public TextTask<FeatureExtractionTaskOptions, std::string_view, Tensor> {
 public:
  explicit FeatureExtractionTask(const TaskResources& resources);

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] std::string_view parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const std::string_view& input,
                                                 const Options& options) const override;
  [[nodiscard]] CollateRules rules(const Options& options) const override;
  [[nodiscard]] Tensor postprocess(const std::string_view& input,
                                   std::span<const Encoding> features,
                                   std::span<const RowOutputs> rows,
                                   const Options& options) const override;
  [[nodiscard]] Json to_json(Tensor features, const Options& options) const override;
};

[[nodiscard]] std::unique_ptr<const Task> make_feature_extraction(const TaskResources& resources);

}  // namespace penstock
