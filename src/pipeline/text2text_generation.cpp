// SPDX-License-Identifier: Apache-2.0
#include <penstock/text2text_generation.hpp>

#include "pipeline/typed_call.hpp"
#include "tasks/text2text_generation.hpp"

namespace penstock {

Text2TextGeneration::Text2TextGeneration(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("text2text-generation", options)) {}

GenerationResult Text2TextGeneration::operator()(std::string_view text, const Json& parameters,
                                                 const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<Text2TextGenerationTask>(pipeline_);
  return task.run_one(text, task.options(parameters), callbacks);
}

std::vector<GenerationResult> Text2TextGeneration::operator()(
    std::span<const std::string_view> texts, const Json& parameters,
    const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<Text2TextGenerationTask>(pipeline_);
  return task.run(texts, task.options(parameters), callbacks);
}

}  // namespace penstock
