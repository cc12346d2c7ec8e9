// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/generation.hpp>
#include <penstock/json.hpp>
#include <penstock/pipeline.hpp>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

// Typed calls of text2text-generation (transformers' Text2TextGenerationPipeline).
//
//     penstock::Text2TextGeneration write({.model = "models/t5-small"});
//     std::cout << write("translate English to French: Hello").sequences.front().text;

namespace penstock {

// A text goes through an encoder, a decoder writes another one. Summarization and Translation are
// called in the same way.
//
// Thread-safe; copies share the model. `parameters`: the task's and generate()'s, by their Python
// names ("num_beams", "max_new_tokens", ...), over those given at construction.
// Made, it throws as pipeline() does; called, as Pipeline does, and Error{cancelled} when a stop
// was requested before the first token.
class Text2TextGeneration {
 public:
  explicit Text2TextGeneration(const PipelineOptions& options);

  // GenerationCallbacks::on_token needs num_beams = 1, which is not the default; on_text gets the
  // texts of beams whole, at the end.
  [[nodiscard]] GenerationResult operator()(std::string_view text,
                                            const Json& parameters = Json::object(),
                                            const GenerationCallbacks& callbacks = {}) const;
  // The same for each text, in order; "batch_size" texts run together. GeneratedText::row counts
  // over all of them.
  [[nodiscard]] std::vector<GenerationResult> operator()(
      std::span<const std::string_view> texts, const Json& parameters = Json::object(),
      const GenerationCallbacks& callbacks = {}) const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 protected:
  // Of a task whose model has an encoder and a decoder.
  explicit Text2TextGeneration(Pipeline pipeline) : pipeline_(std::move(pipeline)) {}

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
