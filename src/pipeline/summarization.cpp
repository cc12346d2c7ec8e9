// SPDX-License-Identifier: Apache-2.0
#include <penstock/summarization.hpp>

#include "pipeline/typed_call.hpp"
#include "tasks/text2text_generation.hpp"

namespace penstock {
Summarization::Summarization(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("summarization", options)) {}

GenerationResult Summarization::operator()(std::string_view text, const Json& parameters,
                                           const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<Text2TextGenerationTask>(pipeline_);
  return task.run({&text, 1}, task.options(parameters), callbacks).front();
}

std::vector<GenerationResult> Summarization::operator()(
    std::span<const std::string_view> texts, const Json& parameters,
    const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<Text2TextGenerationTask>(pipeline_);
  return task.run(texts, task.options(parameters), callbacks);
}

}  // namespace penstock
