// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>
#include <penstock/translation.hpp>
#include <string>

#include "pipeline/typed_call.hpp"
#include "tasks/text2text_generation.hpp"

namespace penstock {
Translation::Translation(const PipelineOptions& options, std::string_view task)
    : pipeline_(penstock::pipeline(task, options)) {
  if (pipeline_.task() != "translation") {
    throw Error(ErrorCode::invalid_argument,
                "A Translation needs the task translation or translation_XX_to_YY, got " +
                    std::string(task) + ".");
  }
}

GenerationResult Translation::operator()(std::string_view text, const Json& parameters,
                                         const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<Text2TextGenerationTask>(pipeline_);
  return task.run({&text, 1}, task.options(parameters), callbacks).front();
}

std::vector<GenerationResult> Translation::operator()(std::span<const std::string_view> texts,
                                                      const Json& parameters,
                                                      const GenerationCallbacks& callbacks) const {
  const auto& task = task_of<Text2TextGenerationTask>(pipeline_);
  return task.run(texts, task.options(parameters), callbacks);
}

}  // namespace penstock
