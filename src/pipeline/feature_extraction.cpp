// SPDX-License-Identifier: Apache-2.0
#include "tasks/feature_extraction.hpp"

#include <penstock/feature_extraction.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

FeatureExtractionTask::Options task_options(const FeatureExtractionOptions& options) {
  FeatureExtractionTask::Options result;
  result.batch_size = options.batch_size;
  result.tokenizer.truncation =
      options.truncation ? TruncationStrategy::longest_first : TruncationStrategy::do_not_truncate;
  result.tokenizer.max_length = options.max_length;
  return result;
}

}  // namespace

FeatureExtraction::FeatureExtraction(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("feature-extraction", options)) {}

Tensor FeatureExtraction::operator()(std::string_view text) const {
  const auto& task = task_of<FeatureExtractionTask>(pipeline_);
  return task.run_one(text, task.defaults());
}

Tensor FeatureExtraction::operator()(std::string_view text,
                                     const FeatureExtractionOptions& options) const {
  return task_of<FeatureExtractionTask>(pipeline_).run_one(text, task_options(options));
}

std::vector<Tensor> FeatureExtraction::operator()(std::span<const std::string_view> texts,
                                                  const FeatureExtractionOptions& options) const {
  return task_of<FeatureExtractionTask>(pipeline_).run(texts, task_options(options));
}

}  // namespace penstock
