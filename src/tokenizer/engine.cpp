// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/engine.hpp"

#include <limits>
#include <penstock/error.hpp>
#include <utility>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock {
namespace {

// What one thread reuses from call to call.
struct Scratch {
  TextArena arena;
  PreTokenizedString pieces;
  std::vector<Token> tokens;
  utf8::CharOffsets char_offsets;
  kernels::TokenBuffer kernel_tokens;
};

Scratch& thread_scratch() {
  thread_local Scratch scratch;
  return scratch;
}

// Byte offsets to code points, as the reference's map of bytes answers: an end outside of the text
// counts one more than its last byte, a begin outside leaves both as they are.
Offsets to_code_points(const utf8::CharOffsets& map, std::size_t text_size, Alignment bytes) {
  const auto at = [&map](std::uint32_t byte) {
    return static_cast<std::uint32_t>(map.char_of_byte(byte));
  };
  if (bytes.begin >= text_size) return {bytes.begin, bytes.end};
  if (bytes.end < text_size) return {at(bytes.begin), at(bytes.end)};
  const std::uint32_t last = bytes.end == text_size ? at(bytes.end - 1) : at(bytes.begin) + 1;
  return {at(bytes.begin), last + 1};
}

void check_text(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(ErrorCode::invalid_argument,
                "the text has " + std::to_string(text.size()) +
                    " bytes; a tokenizer takes at most 2147483647 at once");
  }
  const std::size_t valid = utf8::valid_prefix(text);
  if (valid != text.size()) {
    throw Error(ErrorCode::invalid_argument, "the text is not valid UTF-8 at byte " +
                                                 std::to_string(valid) +
                                                 "; convert it to UTF-8 first");
  }
}

// What goes through the interpreter: all pieces, or the added tokens between those of a kernel.
void tokenize_piece(const Engine& engine, const Piece& piece, std::uint32_t type_id,
                    std::size_t text_size, std::uint32_t word, EngineEncoding& out) {
  Scratch& scratch = thread_scratch();
  const std::string_view piece_text = piece.text.text();
  scratch.tokens.clear();
  if (piece.added_id) {
    const auto size = static_cast<std::uint32_t>(piece_text.size());
    scratch.tokens.push_back({*piece.added_id, 0, size, true});
  } else {
    engine.model->tokenize(piece_text, scratch.tokens);
  }
  for (const Token& token : scratch.tokens) {
    const std::string_view token_text =
        token.verbatim
            ? scratch.arena.store(piece_text.substr(token.begin, token.end - token.begin))
            : engine.model->id_to_token(token.id).value_or(std::string_view());
    const Alignment bytes = piece.text.original_range(token.begin, token.end);
    out.push(token.id, type_id, token_text, to_code_points(scratch.char_offsets, text_size, bytes),
             word, false, true);
  }
}

// The characters that a kernel's token touches: it may begin and end inside of one.
Offsets whole_characters(const utf8::CharOffsets& map, std::size_t text_size,
                         const kernels::KernelToken& token) {
  if (token.begin >= token.end || token.end > text_size) {
    return to_code_points(map, text_size, {token.begin, token.end});
  }
  return {static_cast<std::uint32_t>(map.char_of_byte(token.begin)),
          static_cast<std::uint32_t>(map.char_of_byte(token.end - 1)) + 1};
}

// Appends what the kernel has made of one piece.
void append_kernel_tokens(const Engine& engine, std::string_view text, std::uint32_t type_id,
                          std::optional<std::uint32_t> word, EngineEncoding& out) {
  const Scratch& scratch = thread_scratch();
  const auto tokens = scratch.kernel_tokens.tokens();
  const std::size_t first = out.extend(tokens.size(), type_id);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const kernels::KernelToken& token = tokens[i];
    out.ids[first + i] = token.id;
    out.offsets[first + i] = whole_characters(scratch.char_offsets, text.size(), token);
    out.words[first + i] = word.value_or(token.word);
    out.tokens[first + i] = engine.model->id_to_token(token.id).value_or(std::string_view());
  }
  for (const auto& [index, own_text] : scratch.kernel_tokens.verbatim()) {
    out.tokens[first + index] = own_text;
  }
}

// Appends the tokens of one text. `word`: the index that all get, else that of their piece.
void tokenize_text(const Engine& engine, std::string_view text, std::uint32_t type_id,
                   std::optional<std::uint32_t> word, EngineEncoding& out) {
  check_text(text);
  Scratch& scratch = thread_scratch();
  scratch.pieces.reset(NormalizedString(text, scratch.arena));
  engine.added.extract_and_normalize(engine.normalizer.get(), engine.shortcuts, scratch.pieces);
  const bool fast = engine.shortcuts && engine.kernel != nullptr;
  if (!fast && engine.pre_tokenizer) engine.pre_tokenizer->pre_tokenize(scratch.pieces);

  scratch.char_offsets.reset(text);
  std::uint32_t index = 0;
  for (const Piece& piece : scratch.pieces.pieces()) {
    if (!fast || piece.added_id) {
      tokenize_piece(engine, piece, type_id, text.size(), word.value_or(index), out);
      ++index;
      continue;
    }
    scratch.kernel_tokens.clear();
    index += engine.kernel->tokenize(piece.text, index, scratch.arena, scratch.kernel_tokens);
    append_kernel_tokens(engine, text, type_id, word, out);
  }
}

EngineEncoding tokenize_sequence(const Engine& engine, const EngineSequence& sequence,
                                 std::uint32_t type_id) {
  EngineEncoding encoding;
  if (sequence.words.empty()) {
    tokenize_text(engine, sequence.text, type_id, std::nullopt, encoding);
  }
  for (std::uint32_t i = 0; i < sequence.words.size(); ++i) {
    tokenize_text(engine, sequence.words[i], type_id, i, encoding);
  }
  return encoding;
}

}  // namespace

Engine::Engine() = default;
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::choose_kernel() { kernel = kernels::make_kernel(pre_tokenizer.get(), *model); }

void Engine::add_tokens(std::span<const AddedToken> tokens) {
  added.add(tokens, *model, normalizer.get());
}

EngineEncoding Engine::encode(const EngineSequence& sequence,
                              const std::optional<EngineSequence>& pair, bool add_special_tokens,
                              const std::optional<TruncationParams>& truncate,
                              const std::optional<PaddingParams>& pad) const {
  thread_scratch().arena.reset();
  EngineEncoding first = tokenize_sequence(*this, sequence, 0);
  std::optional<EngineEncoding> second;
  if (pair) second = tokenize_sequence(*this, *pair, 1);

  if (truncate) {
    TruncationParams params = *truncate;
    // Wraps as in the reference when the special tokens alone are too many: nothing is cut then.
    if (add_special_tokens) params.max_length -= special_token_count(pair.has_value());
    truncate_encodings(first, second ? &*second : nullptr, params);
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

std::optional<std::string_view> Engine::id_to_token(std::uint32_t id) const {
  if (const AddedToken* token = added.find(id)) return token->content;
  return model->id_to_token(id);
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
