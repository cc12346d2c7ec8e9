// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_classification.hpp"

#include <penstock/text_classification.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

TextClassificationTaskOptions task_options(const TextClassificationOptions& options) {
  TextClassificationTaskOptions result;
  result.top_k.reset();
  if (options.top_k) result.top_k = signed_count(*options.top_k);
  result.legacy = false;
  result.function_to_apply = options.function_to_apply;
  result.batch_size = options.batch_size;
  result.tokenizer.truncation =
      options.truncation ? TruncationStrategy::longest_first : TruncationStrategy::do_not_truncate;
  result.tokenizer.max_length = options.max_length;
  return result;
}

}  // namespace

TextClassification::TextClassification(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("text-classification", options)) {}

std::vector<Label> TextClassification::operator()(std::string_view text) const {
  return (*this)(TextPair{text});
}

std::vector<Label> TextClassification::operator()(std::string_view text,
                                                  const TextClassificationOptions& options) const {
  return (*this)(TextPair{text}, options);
}

std::vector<Label> TextClassification::operator()(const TextPair& pair) const {
  const auto& task = task_of<TextClassificationTask>(pipeline_);
  return task.run_one(pair, task.defaults());
}

std::vector<Label> TextClassification::operator()(const TextPair& pair,
                                                  const TextClassificationOptions& options) const {
  return task_of<TextClassificationTask>(pipeline_).run_one(pair, task_options(options));
}

std::vector<std::vector<Label>> TextClassification::operator()(
    std::span<const TextPair> inputs) const {
  const auto& task = task_of<TextClassificationTask>(pipeline_);
  return task.run(inputs, task.defaults());
}

std::vector<std::vector<Label>> TextClassification::operator()(
    std::span<const TextPair> inputs, const TextClassificationOptions& options) const {
  return task_of<TextClassificationTask>(pipeline_).run(inputs, task_options(options));
}

}  // namespace penstock
