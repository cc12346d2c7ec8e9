// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <penstock/chat.hpp>
#include <penstock/generation.hpp>
#include <penstock/json.hpp>
#include <penstock/pipeline.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Typed calls of text-generation (transformers' TextGenerationPipeline).
//
//     penstock::TextGeneration generate({.model = "models/qwen2"});
//     const auto result = generate("Once upon a time", {.max_new_tokens = 50, .do_sample = false});
//     std::cout << result.sequences.front().text;  // what was added to the prompt
//
//     penstock::Json messages = {{{"role", "user"}, {"content", "Hi!"}}};
//     generate.chat(messages, {}, {.on_text = [](const penstock::GeneratedText& piece) {
//       std::cout << piece.text << std::flush;
//     }});

namespace penstock {

// Left out: what generation_config.json says, else the reference's pipeline: 256 new tokens,
// sampled at temperature 0.7.
struct TextGenerationOptions {
  std::optional<std::size_t> max_new_tokens = std::nullopt;
  std::optional<bool> do_sample = std::nullopt;  // false: the likeliest token each time
  std::optional<double> temperature = std::nullopt;
  std::optional<std::size_t> top_k = std::nullopt;  // 0: all tokens
  std::optional<double> top_p = std::nullopt;
  std::optional<double> repetition_penalty = std::nullopt;
  std::optional<std::size_t> num_beams = std::nullopt;
  std::optional<std::size_t> num_return_sequences = std::nullopt;
  std::vector<std::string> stop_strings = {};
  std::optional<std::uint64_t> seed = std::nullopt;  // none: other numbers each time
  ChatOptions chat = {};  // tools, documents, ... of a chat; its two endings are chosen here
  // Any other parameter by its name, such as {"no_repeat_ngram_size": 2}.
  Json parameters = Json::object();
};

// Thread-safe; copies share the model. Parameters of PipelineOptions hold for every call; those of
// a call lie over them. GenerationCallbacks::on_token needs num_beams = 1; on_text gets the texts
// of beams whole, at the end. Made, it throws as pipeline() does; called, as Pipeline does, and
// Error{cancelled} when a stop was requested before the first token.
class TextGeneration {
 public:
  explicit TextGeneration(const PipelineOptions& options);
  // Of a pipeline that is loaded already, sharing its model. Throws Error{invalid_argument} unless
  // its task is text-generation.
  explicit TextGeneration(Pipeline pipeline);

  // What follows the prompt, without the prompt itself.
  [[nodiscard]] GenerationResult operator()(std::string_view prompt,
                                            const TextGenerationOptions& options = {},
                                            const GenerationCallbacks& callbacks = {}) const;
  // The same for each prompt, in order. GeneratedText::row counts over all of them.
  [[nodiscard]] std::vector<GenerationResult> operator()(
      std::span<const std::string_view> prompts, const TextGenerationOptions& options = {},
      const GenerationCallbacks& callbacks = {}) const;
  // The answer to a list of {"role", "content"}; a last message of the assistant is continued.
  [[nodiscard]] GenerationResult chat(const Json& messages,
                                      const TextGenerationOptions& options = {},
                                      const GenerationCallbacks& callbacks = {}) const;

  [[nodiscard]] const ChatTemplate& chat_template() const;
  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
