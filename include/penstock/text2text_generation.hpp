// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/generation.hpp>
#include <penstock/json.hpp>
#include <penstock/pipeline.hpp>
#include <span>
#include <string_view>
#include <vector>

// Typed calls of text2text-generation (transformers' Text2TextGenerationPipeline).
//
//     penstock::Text2TextGeneration write({.model = "models/t5-small"});
//     std::cout << write("translate English to French: Hello").sequences.front().text;

namespace penstock {

// Thread-safe; copies share the model. `parameters`: the task's and generate()'s, by their Python
// names ("num_beams", "max_new_tokens", ...), over those given at construction.
class Text2TextGeneration {
 public:
  explicit Text2TextGeneration(const PipelineOptions& options);

  // Callbacks see every token and every piece of text as it comes; they need num_beams = 1.
  [[nodiscard]] GenerationResult operator()(std::string_view text,
                                            const Json& parameters = Json::object(),
                                            const GenerationCallbacks& callbacks = {}) const;
  // The same for each text, in order; "batch_size" texts run together.
  [[nodiscard]] std::vector<GenerationResult> operator()(
      std::span<const std::string_view> texts, const Json& parameters = Json::object(),
      const GenerationCallbacks& callbacks = {}) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
