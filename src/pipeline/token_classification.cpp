// SPDX-License-Identifier: Apache-2.0
#include "tasks/token_classification.hpp"

#include <penstock/token_classification.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

TokenClassificationTaskOptions task_options(const TokenClassificationOptions& options) {
  TokenClassificationTaskOptions result;
  result.batch_size = options.batch_size;
  result.strategy = options.aggregation_strategy;
  result.ignore_labels = options.ignore_labels;
  return result;
}

}  // namespace

TokenClassification::TokenClassification(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("token-classification", options)) {}

std::vector<Entity> TokenClassification::operator()(std::string_view text) const {
  const auto& task = task_of<TokenClassificationTask>(pipeline_);
  return task.run_one(task.text_input(text), task.defaults());
}

std::vector<Entity> TokenClassification::operator()(
    std::string_view text, const TokenClassificationOptions& options) const {
  const auto& task = task_of<TokenClassificationTask>(pipeline_);
  TokenClassificationTaskOptions converted = task_options(options);
  task.set_stride(converted, options.stride, options.aggregation_strategy);
  return task.run_one(task.text_input(text), converted);
}

std::vector<Entity> TokenClassification::operator()(
    std::span<const std::string> words, const TokenClassificationOptions& options) const {
  const auto& task = task_of<TokenClassificationTask>(pipeline_);
  TokenClassificationTaskOptions converted = task_options(options);
  task.set_stride(converted, options.stride, options.aggregation_strategy);
  converted.is_split_into_words = true;
  return task.run_one(task.words_input(words, converted.delimiter), converted);
}

std::vector<std::vector<Entity>> TokenClassification::operator()(
    std::span<const std::string_view> texts, const TokenClassificationOptions& options) const {
  const auto& task = task_of<TokenClassificationTask>(pipeline_);
  TokenClassificationTaskOptions converted = task_options(options);
  task.set_stride(converted, options.stride, options.aggregation_strategy);
  std::vector<TokenClassificationInput> inputs;
  inputs.reserve(texts.size());
  for (const std::string_view text : texts) inputs.push_back(task.text_input(text));
  return task.run(inputs, converted);
}

}  // namespace penstock
