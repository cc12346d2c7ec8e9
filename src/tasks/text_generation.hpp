// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/chat.hpp>
#include <penstock/generation.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/text_generator.hpp"

// text-generation: a prompt, or a chat, is continued.
//
// Models: *ForCausalLM (GPT-2, Llama, Qwen2, ...).
//   "Hello" -> [{"generated_text": "Hello, world"}]
//   [{"role": "user", "content": "Hi"}]
//     -> [{"generated_text": [..., {"role": "assistant", "content": "Hello!"}]}]

namespace penstock {

struct TextGenerationCall : GeneratorOptions {
  enum class Returned { tensors, new_text, full_text };

  TextGenerationCall() { clean_up_tokenization_spaces = true; }

  Returned returned = Returned::full_text;
  std::optional<bool> continue_final_message;  // none: when the last message is the assistant's
  std::optional<std::string> prefix;           // none: the model's own
  bool hole = false;                           // handle_long_generation
  // max_new_tokens where a call or the construction gave it
  std::optional<std::int64_t> hole_new_tokens;
  ChatOptions chat;  // tools, documents, template and its variables
};

class TextGenerationTask final : public Task {
 public:
  using Options = TextGenerationCall;

  explicit TextGenerationTask(const TaskResources& resources);

  [[nodiscard]] Json call(const Json& inputs, const Json& parameters) const override;
  void check_parameters(const Json& parameters) const override { (void)options(parameters); }
  [[nodiscard]] std::vector<std::string> parameter_names() const override;

  // The call's parameters over those of the construction.
  [[nodiscard]] Options options(const Json& parameters) const;
  // One result for each text; `text` of a sequence is what was generated.
  [[nodiscard]] std::vector<GenerationResult> run(std::span<const std::string_view> prompts,
                                                  const Options& options,
                                                  const GenerationCallbacks& callbacks = {}) const;
  [[nodiscard]] GenerationResult run_one(std::string_view prompt, const Options& options,
                                         const GenerationCallbacks& callbacks = {}) const;
  // The same for one chat: a list of messages.
  [[nodiscard]] GenerationResult run_chat(const Json& messages, const Options& options,
                                          const GenerationCallbacks& callbacks = {}) const;

  [[nodiscard]] const ChatTemplate& chat_template() const noexcept { return chat_template_; }

 private:
  // Takes this task's own parameters; returns the others, generate()'s.
  [[nodiscard]] Json read_own(const Json& parameters, Options& options) const;
  void read_returned(ParameterSet& set, Options& options) const;
  [[nodiscard]] std::size_t prefix_length(const std::string& prefix, const Options& options) const;
  [[nodiscard]] Encoding encode(std::string_view prompt, const Options& options) const;
  [[nodiscard]] Encoding encode_chat(const Json& messages, const Options& options) const;
  void cut_hole(Encoding& encoding, const Options& options) const;
  [[nodiscard]] Json to_json(const GenerationResult& result, const Json& prompt,
                             const Options& options) const;

  TextGenerator generator_;
  ChatTemplate chat_template_;
  Options own_;  // of the construction
};

[[nodiscard]] std::unique_ptr<const Task> make_text_generation(const TaskResources& resources);

}  // namespace penstock
