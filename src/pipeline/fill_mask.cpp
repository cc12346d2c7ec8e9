// SPDX-License-Identifier: Apache-2.0
#include "tasks/fill_mask.hpp"

#include <penstock/fill_mask.hpp>

#include "pipeline/typed_call.hpp"

namespace penstock {
namespace {

FillMaskTaskOptions task_options(const FillMaskTask& task, const FillMaskOptions& options) {
  FillMaskTaskOptions result;
  result.batch_size = options.batch_size;
  result.top_k = signed_count(options.top_k);
  if (!options.targets.empty()) result.target_ids = task.target_ids(options.targets);
  return result;
}

}  // namespace

FillMask::FillMask(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("fill-mask", options)) {}

std::vector<std::vector<MaskProposal>> FillMask::operator()(std::string_view text) const {
  const auto& task = task_of<FillMaskTask>(pipeline_);
  return task.run_one(text, task.defaults());
}

std::vector<std::vector<MaskProposal>> FillMask::operator()(std::string_view text,
                                                            const FillMaskOptions& options) const {
  const auto& task = task_of<FillMaskTask>(pipeline_);
  return task.run_one(text, task_options(task, options));
}

std::vector<std::vector<std::vector<MaskProposal>>> FillMask::operator()(
    std::span<const std::string_view> texts, const FillMaskOptions& options) const {
  const auto& task = task_of<FillMaskTask>(pipeline_);
  return task.run(texts, task_options(task, options));
}

}  // namespace penstock
