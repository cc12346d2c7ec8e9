// SPDX-License-Identifier: Apache-2.0
#include "tasks/summarization.hpp"

#include <string>

#include "core/log.hpp"

namespace penstock {

SummarizationTask::SummarizationTask(const TaskResources& resources)
    : Text2TextGenerationTask(resources, "summary") {
  set_defaults(resources);
}

void SummarizationTask::check_lengths(std::size_t input_length,
                                      const GenerationConfig& config) const {
  if (!log_enabled(LogLevel::warning) || !config.max_length) return;
  const std::int64_t max_length = *config.max_length;
  const std::int64_t min_length = config.min_length.value_or(0);
  const auto length = static_cast<std::int64_t>(input_length);
  if (max_length < min_length) {
    log(LogLevel::warning,
        "Your min_length=" + std::to_string(min_length) +
            " must be inferior than your max_length=" + std::to_string(max_length) + ".");
  }
  if (length < max_length) {
    log(LogLevel::warning,
        "Your max_length is set to " + std::to_string(max_length) +
            ", but your input_length is only " + std::to_string(length) +
            ". Since this is a summarization task, where outputs shorter than the input are "
            "typically wanted, you might consider decreasing max_length manually, e.g. "
            "summarizer('...', max_length=" +
            std::to_string(length / 2) + ")");
  }
}

std::unique_ptr<const Task> make_summarization(const TaskResources& resources) {
  return std::make_unique<const SummarizationTask>(resources);
}

}  // namespace penstock
