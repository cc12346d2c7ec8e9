// SPDX-License-Identifier: Apache-2.0
#include "tasks/zero_shot_classification.hpp"

#include <penstock/zero_shot_classification.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

std::vector<std::string> copied(std::span<const std::string> labels) {
  return {labels.begin(), labels.end()};
}

ZeroShotTaskOptions task_options(std::span<const std::string> candidate_labels,
                                 const ZeroShotClassificationOptions& options) {
  ZeroShotTaskOptions result;
  result.batch_size = options.batch_size;
  result.candidate_labels = copied(candidate_labels);
  result.hypothesis_template = options.hypothesis_template;
  result.multi_label = options.multi_label;
  return result;
}

}  // namespace

ZeroShotClassification::ZeroShotClassification(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("zero-shot-classification", options)) {}

ZeroShotResult ZeroShotClassification::operator()(
    std::string_view sequence, std::span<const std::string> candidate_labels) const {
  const auto& task = task_of<ZeroShotClassificationTask>(pipeline_);
  ZeroShotTaskOptions options = task.defaults();
  options.candidate_labels = copied(candidate_labels);
  return task.run_one(ZeroShotClassificationTask::checked(sequence, options), options);
}

ZeroShotResult ZeroShotClassification::operator()(
    std::string_view sequence, std::span<const std::string> candidate_labels,
    const ZeroShotClassificationOptions& options) const {
  const ZeroShotTaskOptions converted = task_options(candidate_labels, options);
  return task_of<ZeroShotClassificationTask>(pipeline_).run_one(
      ZeroShotClassificationTask::checked(sequence, converted), converted);
}

std::vector<ZeroShotResult> ZeroShotClassification::operator()(
    std::span<const std::string_view> sequences, std::span<const std::string> candidate_labels,
    const ZeroShotClassificationOptions& options) const {
  const ZeroShotTaskOptions converted = task_options(candidate_labels, options);
  for (const std::string_view sequence : sequences) {
    (void)ZeroShotClassificationTask::checked(sequence, converted);
  }
  return task_of<ZeroShotClassificationTask>(pipeline_).run(sequences, converted);
}

}  // namespace penstock
