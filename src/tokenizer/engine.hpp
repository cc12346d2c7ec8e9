// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/added_vocabulary.hpp"
#include "tokenizer/encoding_frame.hpp"
#include "tokenizer/text_codec.hpp"

namespace penstock {

namespace kernels {
class Kernel;
}

class Decoder;
class Normalizer;
class PostProcessor;
class PreTokenizer;
class TokenizerModel;

// The parts of a tokenizer.json and how they work together (the reference's TokenizerImpl). Filled
// while loading; afterwards immutable and callable from many threads.
struct Engine final : TextCodec {
  // Shared by copies; each may be absent but the model.
  std::shared_ptr<const Normalizer> normalizer;
  std::shared_ptr<const PreTokenizer> pre_tokenizer;
  std::shared_ptr<const TokenizerModel> model;
  std::shared_ptr<const PostProcessor> post_processor;
  std::shared_ptr<const Decoder> decoder;
  AddedVocabulary added;
  std::optional<TruncationParams> truncation;
  std::optional<PaddingParams> padding;

  // Fast forms of the parts, where they are known (choose_kernel); both give the same answers.
  std::shared_ptr<const kernels::Kernel> kernel;
  std::shared_ptr<const kernels::Kernel> whole_kernel;  // the normalizer's work too
  std::array<std::optional<EncodingFrame>, 4> frames;   // by frame_of
  bool shortcuts = true;  // tests turn them off to have the interpreter alone

  // Call it when the parts above are complete.
  void choose_kernel();
  // The same for the post-processor alone.
  void make_frames();
  void add_tokens(std::span<const AddedToken> tokens);

  // normalize, pre-tokenize, tokenize, truncate, post-process, pad.
  [[nodiscard]] EngineEncoding encode(const EngineSequence& sequence,
                                      const std::optional<EngineSequence>& pair,
                                      bool add_special_tokens,
                                      const std::optional<TruncationParams>& truncate,
                                      const std::optional<PaddingParams>& pad) const override;
  // The second half of `encode`, for sequences whose tokens lie in the thread's scratch.
  [[nodiscard]] EngineEncoding assemble(bool is_pair, bool add_special_tokens,
                                        const std::optional<TruncationParams>& truncate,
                                        const std::optional<PaddingParams>& pad) const;
  // Null where there is none.
  [[nodiscard]] const EncodingFrame* frame_of(bool is_pair, bool add_special_tokens) const;
  // `truncate` less the special tokens; wraps as in the reference when these alone are too many:
  // nothing is cut then.
  [[nodiscard]] TruncationParams beside_special_tokens(TruncationParams truncate, bool is_pair,
                                                       bool add_special_tokens) const;
  [[nodiscard]] std::string decode(std::span<const std::uint32_t> ids,
                                   bool skip_special_tokens) const override;

  // The decoder alone; tokens are joined by spaces where there is none.
  [[nodiscard]] std::string join(std::vector<std::string> tokens) const override;

  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const override;
  [[nodiscard]] std::optional<std::string_view> id_to_token(std::uint32_t id) const;
  [[nodiscard]] std::optional<std::string> token_of(std::uint32_t id) const override;
  // What a token of this id is called in an encoding unless it has a text of its own: the model's
  // entry, else the added token; empty for an unknown id.
  [[nodiscard]] std::string_view token_text(std::uint32_t id) const;
  [[nodiscard]] std::size_t vocab_size(bool with_added_tokens) const override;
  // Special tokens that post-processing adds.
  [[nodiscard]] std::size_t special_token_count(bool is_pair) const override;
};

}  // namespace penstock
