// SPDX-License-Identifier: Apache-2.0
#include "tasks/zero_shot_classification.hpp"

#include <penstock/zero_shot_classification.hpp>

#include "pipeline/pipeline_state.hpp"

namespace penstock {
namespace {

// The constructor made the pipeline of this task, and nothing changes it.
const ZeroShotClassificationTask& task_of(const Pipeline& pipeline) {
  return static_cast<const ZeroShotClassificationTask&>(*pipeline.state().task);
}

std::vector<std::string> copied(std::span<const std::string> labels) {
  return {labels.begin(), labels.end()};
}

}  // namespace

ZeroShotClassification::ZeroShotClassification(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("zero-shot-classification", options)) {}

ZeroShotResult ZeroShotClassification::operator()(
    std::string_view sequence, std::span<const std::string> candidate_labels) const {
  const ZeroShotClassificationTask& task = task_of(pipeline_);
  ZeroShotTaskOptions options = task.defaults();
  options.candidate_labels = copied(candidate_labels);
  return task.run_one(ZeroShotClassificationTask::checked(sequence, options), options);
}

ZeroShotResult ZeroShotClassification::operator()(
    std::string_view sequence, std::span<const std::string> candidate_labels,
    const ZeroShotClassificationOptions& options) const {
  ZeroShotTaskOptions converted;
  converted.batch_size = options.batch_size;
  converted.candidate_labels = copied(candidate_labels);
  converted.hypothesis_template = options.hypothesis_template;
  converted.multi_label = options.multi_label;
  return task_of(pipeline_).run_one(ZeroShotClassificationTask::checked(sequence, converted),
                                    converted);
}

}  // namespace penstock
