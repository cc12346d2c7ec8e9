// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "tasks/text2text_generation.hpp"

// summarization: a shorter text that says the same.
//   "An apple a day ..." -> [{"summary_text": "Apples are healthy."}]

namespace penstock {

class SummarizationTask final : public Text2TextGenerationTask {
 public:
  explicit SummarizationTask(const TaskResources& resources);

 private:
  void check_lengths(std::size_t input_length, const GenerationConfig& config) const override;
};

[[nodiscard]] std::unique_ptr<const Task> make_summarization(const TaskResources& resources);

}  // namespace penstock
