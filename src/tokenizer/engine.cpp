// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/engine.hpp"

#include <utility>
#include <vector>

#include "tokenizer/decoder.hpp"
#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/pre_tokenizer.hpp"
#include "tokenizer/tokenize_sequence.hpp"

namespace penstock {
namespace {

EngineEncoding to_encoding(const Engine& engine, const kernels::TokenBuffer& tokens,
                           std::uint32_t type_id) {
  EngineEncoding encoding;
  const std::size_t size = tokens.size();
  encoding.ids.assign(tokens.ids().begin(), tokens.ids().end());
  encoding.type_ids.assign(size, type_id);
  encoding.offsets.assign(tokens.offsets().begin(), tokens.offsets().end());
  encoding.words.assign(tokens.words().begin(), tokens.words().end());
  encoding.special_tokens_mask.assign(size, 0);
  encoding.attention_mask.assign(size, 1);
  encoding.tokens.reserve(size);
  for (const std::uint32_t id : encoding.ids) encoding.tokens.push_back(engine.token_text(id));
  for (const auto& [index, text] : tokens.texts()) encoding.tokens[index] = text;
  return encoding;
}

}  // namespace

void Engine::choose_kernel() {
  kernel = kernels::make_kernel(pre_tokenizer.get(), *model);
  whole_kernel = kernels::make_whole_kernel(normalizer.get(), pre_tokenizer.get(), *model);
  make_frames();
}

void Engine::make_frames() {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    frames[i] = make_frame(post_processor.get(), (i & 1U) != 0, (i & 2U) != 0);
  }
}

const EncodingFrame* Engine::frame_of(bool is_pair, bool add_special_tokens) const {
  const auto& frame = frames.at((is_pair ? 1U : 0U) + (add_special_tokens ? 2U : 0U));
  return frame ? &*frame : nullptr;
}

void Engine::add_tokens(std::span<const AddedToken> tokens) {
  added.add(tokens, *model, normalizer.get());
}

EngineEncoding Engine::encode(const EngineSequence& sequence,
                              const std::optional<EngineSequence>& pair, bool add_special_tokens,
                              const std::optional<TruncationParams>& truncate,
                              const std::optional<PaddingParams>& pad) const {
  TokenizerScratch& scratch = TokenizerScratch::of_thread();
  scratch.arena.reset();
  tokenize_sequence(*this, sequence, true, scratch, scratch.sequences[0]);
  if (pair) tokenize_sequence(*this, *pair, true, scratch, scratch.sequences[1]);
  return assemble(pair.has_value(), add_special_tokens, truncate, pad);
}

TruncationParams Engine::beside_special_tokens(TruncationParams truncate, bool is_pair,
                                               bool add_special_tokens) const {
  if (add_special_tokens) truncate.max_length -= special_token_count(is_pair);
  return truncate;
}

EngineEncoding Engine::assemble(bool is_pair, bool add_special_tokens,
                                const std::optional<TruncationParams>& truncate,
                                const std::optional<PaddingParams>& pad) const {
  const TokenizerScratch& scratch = TokenizerScratch::of_thread();
  EngineEncoding first = to_encoding(*this, scratch.sequences[0], 0);
  std::optional<EngineEncoding> second;
  if (is_pair) second = to_encoding(*this, scratch.sequences[1], 1);
  if (truncate) {
    truncate_encodings(first, second ? &*second : nullptr,
                       beside_special_tokens(*truncate, is_pair, add_special_tokens));
  }
  EngineEncoding encoding =
      post_process(post_processor.get(), std::move(first), std::move(second), add_special_tokens);
  if (pad) pad_encodings({&encoding, 1}, *pad);
  return encoding;
}

std::string Engine::decode(std::span<const std::uint32_t> ids, bool skip_special_tokens) const {
  std::vector<std::string> tokens;
  tokens.reserve(ids.size());
  for (const std::uint32_t id : ids) {
    const auto token = id_to_token(id);
    if (!token || (skip_special_tokens && added.is_special(*token))) continue;
    tokens.emplace_back(*token);
  }
  return join(std::move(tokens));
}

std::string Engine::join(std::vector<std::string> tokens) const {
  if (decoder) decoder->decode_chain(tokens);
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!decoder && i > 0) text += ' ';
    text += tokens[i];
  }
  return text;
}

std::optional<std::uint32_t> Engine::token_to_id(std::string_view token) const {
  const auto id = added.token_to_id(token);
  return id ? id : model->token_to_id(token);
}

std::optional<std::string> Engine::token_of(std::uint32_t id) const {
  const auto token = id_to_token(id);
  if (!token) return std::nullopt;
  return std::string(*token);
}

std::optional<std::string_view> Engine::id_to_token(std::uint32_t id) const {
  if (const AddedToken* token = added.find(id)) return token->content;
  return model->id_to_token(id);
}

std::string_view Engine::token_text(std::uint32_t id) const {
  if (const auto text = model->id_to_token(id)) return *text;
  const AddedToken* token = added.find(id);
  return token != nullptr ? std::string_view(token->content) : std::string_view();
}

std::size_t Engine::vocab_size(bool with_added_tokens) const {
  std::size_t size = model->vocab_size();
  if (!with_added_tokens) return size;
  for (const std::string& content : added.contents()) {
    if (!model->token_to_id(content)) ++size;
  }
  return size;
}

std::size_t Engine::special_token_count(bool is_pair) const {
  return post_processor ? post_processor->added_tokens(is_pair) : 0;
}

}  // namespace penstock
