// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/generation.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/text_generator.hpp"

// text2text-generation, and what summarization and translation share with it: a text goes through
// an encoder, a decoder writes another one.
//
// Models: *ForConditionalGeneration (T5, BART, Marian, mBART, ...).
//   "question: What is 42?" -> [{"generated_text": "the answer"}]

namespace penstock {

// Of the tokenizer's parameters truncation alone.
struct Text2TextOptions : GeneratorOptions {
  bool return_tensors = false;
  std::optional<std::string> src_lang;  // translation
  std::optional<std::string> tgt_lang;
  std::optional<Tokenizer> language_tokenizer;  // of src_lang, where a tokenizer knows languages
};

class Text2TextGenerationTask : public Task {
 public:
  explicit Text2TextGenerationTask(const TaskResources& resources)
      : Text2TextGenerationTask(resources, "generated") {
    set_defaults(resources);
  }

  [[nodiscard]] Json call(const Json& inputs, const Json& parameters) const override;
  void check_parameters(const Json& parameters) const override { (void)options(parameters); }
  [[nodiscard]] std::vector<std::string> parameter_names() const override;

  // One result for each text.
  [[nodiscard]] std::vector<GenerationResult> run(std::span<const std::string_view> texts,
                                                  const Text2TextOptions& options,
                                                  const GenerationCallbacks& callbacks = {}) const;
  [[nodiscard]] GenerationResult run_one(std::string_view text, const Text2TextOptions& options,
                                         const GenerationCallbacks& callbacks = {}) const;
  // The call's parameters over those of the construction.
  [[nodiscard]] Text2TextOptions options(const Json& parameters) const;

 protected:
  // `name`: of the answer's members: {name}_text, {name}_token_ids.
  Text2TextGenerationTask(const TaskResources& resources, std::string name);
  // Reads the parameters of the construction: the last thing that a final class's constructor does.
  void set_defaults(const TaskResources& resources);

  // Warns about lengths that make little sense for the task.
  virtual void check_lengths(std::size_t /*input_length*/,
                             const GenerationConfig& /*config*/) const {}
  // Parameters that only this task has.
  [[nodiscard]] virtual std::span<const std::string_view> further_parameters() const { return {}; }
  virtual void apply(ParameterSet& /*parameters*/, Text2TextOptions& /*options*/) const {}
  // Called with all of a call's parameters in place. `generate`: those of the call that are
  // generate()'s.
  virtual void complete(Text2TextOptions& /*options*/, const Json& /*generate*/) const {}

  [[nodiscard]] const Tokenizer& tokenizer() const noexcept { return generator_.tokenizer(); }

 private:
  // Takes this task's own parameters; returns the others, generate()'s.
  [[nodiscard]] Json read_own(const Json& parameters, Text2TextOptions& options) const;
  [[nodiscard]] std::vector<std::string_view> own_parameters() const;
  [[nodiscard]] std::vector<std::string_view> texts_of(const Json& item) const;
  [[nodiscard]] GenerationResult run_list(std::span<const std::string_view> texts,
                                          Text2TextOptions options) const;
  [[nodiscard]] Encoding tokenize(std::string_view text, const Text2TextOptions& options) const;
  [[nodiscard]] Encoding encode(std::string_view text, const Text2TextOptions& options) const;
  [[nodiscard]] Json to_json(const GenerationResult& result, const Text2TextOptions& options) const;

  TextGenerator generator_;
  std::string name_;
  Text2TextOptions own_;  // of the construction
};

[[nodiscard]] std::unique_ptr<const Task> make_text2text_generation(const TaskResources& resources);

}  // namespace penstock
