// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <penstock/generation.hpp>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "generation/generate.hpp"
#include "generation/generation_defaults.hpp"
#include "generation/stop_strings.hpp"
#include "models/decoder_model.hpp"
#include "tasks/batching.hpp"
#include "tasks/task.hpp"
#include "tasks/tokenizer_parameters.hpp"

namespace penstock {

// What every task that generates settles for a call.
struct GeneratorOptions : CallOptions {
  TokenizerParameters tokenizer;
  bool skip_special_tokens = true;
  bool clean_up_tokenization_spaces = false;
  GenerationConfig generation;
};

// The model, the tokenizer and the configuration of a task that generates, and the way from its
// texts to results:
//
//   encode -> batch_size at a time -> padded -> generate() -> decoded
//
// Prompts of a model without an encoder are padded on the left and belong to its sequences; what an
// encoder reads is padded where the tokenizer pads and does not.
class TextGenerator {
 public:
  // Opens the model, and the assistant's.
  explicit TextGenerator(const TaskResources& resources);

  // Reads the configuration; once, before anything below is called. `pipeline`: the pipeline
  // class's _default_generation_config. `generate`: the construction's parameters that are
  // generate()'s.
  void set_defaults(const TaskResources& resources, const GenerationConfig& pipeline,
                    Json generate);

  [[nodiscard]] const Tokenizer& tokenizer() const noexcept { return tokenizer_; }
  [[nodiscard]] const GenerationDefaults& defaults() const noexcept { return *defaults_; }
  // generate()'s arguments: those of a call over those of the construction that are arguments of
  // every call.
  [[nodiscard]] Json arguments(const Json& call) const;

  // The tokens of an input, by its index.
  using Encode = std::function<Encoding(std::size_t)>;
  // Throws Error{invalid_argument} for a batch_size above 1 where nothing can be padded.
  void check_batching(const GeneratorOptions& options) const;
  // One result for each of `count` inputs, in order. Throws what check_batching() throws.
  [[nodiscard]] std::vector<GenerationResult> run(std::size_t count, const Encode& encode,
                                                  const GeneratorOptions& options,
                                                  const GenerationCallbacks& callbacks) const;
  // Of an input that stands alone, which no batch_size concerns.
  [[nodiscard]] GenerationResult run_one(const std::function<Encoding()>& encode,
                                         const GeneratorOptions& options,
                                         const GenerationCallbacks& callbacks) const;

 private:
  struct TokenTextsOnce {
    std::once_flag once;
    std::optional<const TokenTexts> texts;
  };

  // Adds the results of inputs [begin, end).
  void run_batch(std::size_t begin, std::size_t end, const Encode& encode,
                 const GeneratorOptions& options, const GenerationCallbacks& callbacks,
                 std::vector<GenerationResult>& results) const;
  [[nodiscard]] GenerationOutput run_rows(std::span<const Encoding> rows,
                                          const GeneratorOptions& options,
                                          const GenerationHooks& hooks) const;
  [[nodiscard]] GenerationResult result_of(const GenerationOutput& output, std::size_t input,
                                           std::span<const Encoding> rows,
                                           const GeneratorOptions& options) const;
  [[nodiscard]] const TokenTexts& token_texts() const;

  std::unique_ptr<const DecoderModel> model_;
  std::unique_ptr<const DecoderModel> assistant_;  // null: none was given
  Tokenizer tokenizer_;
  Json arguments_ = Json::object();             // of the construction, for every call
  std::optional<GenerationDefaults> defaults_;  // there once set
  std::unique_ptr<TokenTextsOnce> token_texts_ = std::make_unique<TokenTextsOnce>();
};

}  // namespace penstock
