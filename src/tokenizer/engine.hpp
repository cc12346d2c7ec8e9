// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/added_vocabulary.hpp"
#include "tokenizer/engine_encoding.hpp"
#include "tokenizer/padding.hpp"
#include "tokenizer/truncation.hpp"

namespace penstock {

namespace kernels {
class Kernel;
}

class Decoder;
class Normalizer;
class PostProcessor;
class PreTokenizer;
class TokenizerModel;

// One text, or words that the caller has split already.
struct EngineSequence {
  std::string_view text;
  std::span<const std::string> words;  // used when not empty, instead of text
};

// The parts of a tokenizer.json and how they work together (the reference's TokenizerImpl). Filled
// while loading; afterwards immutable and callable from many threads.
struct Engine {
  Engine();
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  std::unique_ptr<Normalizer> normalizer;  // each may be absent but the model
  std::unique_ptr<PreTokenizer> pre_tokenizer;
  std::unique_ptr<TokenizerModel> model;
  std::unique_ptr<PostProcessor> post_processor;
  std::unique_ptr<Decoder> decoder;
  AddedVocabulary added;
  std::optional<TruncationParams> truncation;
  std::optional<PaddingParams> padding;

  // Fast forms of the parts, where they are known (choose_kernel); both give the same answers.
  std::unique_ptr<kernels::Kernel> kernel;
  bool shortcuts = true;  // tests turn them off to have the interpreter alone

  // Call it when the parts above are complete.
  void choose_kernel();
  void add_tokens(std::span<const AddedToken> tokens);

  // normalize, pre-tokenize, tokenize, truncate, post-process, pad. Token texts of the answer live
  // until the thread's next call of `encode`, or as long as the engine and the parameters.
  [[nodiscard]] EngineEncoding encode(const EngineSequence& sequence,
                                      const std::optional<EngineSequence>& pair,
                                      bool add_special_tokens,
                                      const std::optional<TruncationParams>& truncate,
                                      const std::optional<PaddingParams>& pad) const;
  [[nodiscard]] std::string decode(std::span<const std::uint32_t> ids,
                                   bool skip_special_tokens) const;

  // The decoder alone; tokens are joined by spaces where there is none.
  [[nodiscard]] std::string join(std::vector<std::string> tokens) const;

  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const;
  [[nodiscard]] std::optional<std::string_view> id_to_token(std::uint32_t id) const;
  [[nodiscard]] std::size_t vocab_size(bool with_added_tokens) const;
  // Special tokens that post-processing adds.
  [[nodiscard]] std::size_t special_token_count(bool is_pair) const;
};

}  // namespace penstock
