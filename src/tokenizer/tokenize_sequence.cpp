// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenize_sequence.hpp"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <penstock/error.hpp>

#include "core/utf8.hpp"
#include "tokenizer/engine.hpp"
#include "tokenizer/kernels/kernel.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock {
namespace {

using kernels::TokenBuffer;

// Byte offsets to code points, as the reference's map of bytes answers: an end outside of the text
// counts one more than its last byte, a begin outside leaves both as they are.
Offsets to_code_points(const CharMap& map, std::size_t text_size, Alignment bytes) {
  if (bytes.begin >= text_size) return {bytes.begin, bytes.end};
  const std::uint32_t begin = map.char_of_byte(bytes.begin);
  if (bytes.end < text_size) return {begin, map.char_of_byte(bytes.end)};
  const std::uint32_t last = bytes.end == text_size ? map.char_of_byte(bytes.end - 1) : begin + 1;
  return {begin, last + 1};
}

// The characters that a kernel's token touches: it may begin and end inside of one.
Offsets whole_characters(const CharMap& map, std::size_t text_size, Offsets bytes) {
  if (bytes.begin >= bytes.end || bytes.end > text_size) {
    return to_code_points(map, text_size, {bytes.begin, bytes.end});
  }
  return {map.char_of_byte(bytes.begin), map.char_of_byte(bytes.end - 1) + 1};
}

void check_text(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(ErrorCode::invalid_argument,
                "the text has " + std::to_string(text.size()) +
                    " bytes; a tokenizer takes at most 2147483647 at once");
  }
  if (simdjson::validate_utf8(text.data(), text.size())) return;
  throw Error(ErrorCode::invalid_argument, "the text is not valid UTF-8 at byte " +
                                               std::to_string(utf8::valid_prefix(text)) +
                                               "; convert it to UTF-8 first");
}

// What goes through the interpreter: all pieces, or the added tokens between those of a kernel.
void tokenize_piece(const Engine& engine, const Piece& piece, std::size_t text_size,
                    std::uint32_t word, TokenizerScratch& scratch, TokenBuffer& out) {
  const std::string_view piece_text = piece.text.text();
  scratch.model_tokens.clear();
  if (piece.added_id) {
    const auto size = static_cast<std::uint32_t>(piece_text.size());
    scratch.model_tokens.push_back({*piece.added_id, 0, size, true});
  } else {
    engine.model->tokenize(piece_text, scratch.model_tokens);
  }
  for (const Token& token : scratch.model_tokens) {
    if (!out.with_offsets()) {
      out.push(token.id, {}, word);
      continue;
    }
    const Alignment bytes = piece.text.original_range(token.begin, token.end);
    out.push(token.id, to_code_points(scratch.characters, text_size, bytes), word);
    if (!token.verbatim) continue;
    out.set_text(scratch.arena.store(piece_text.substr(token.begin, token.end - token.begin)));
  }
}

void to_code_points(const CharMap& map, std::size_t text_size, std::span<Offsets> offsets) {
  if (map.is_identity()) return;  // as no kernel answers a range outside of the text
  for (Offsets& bytes : offsets) bytes = whole_characters(map, text_size, bytes);
}

// Appends the tokens of one text. `word`: the index that all get, else that of their piece.
void tokenize_text(const Engine& engine, std::string_view text, std::optional<std::uint32_t> word,
                   TokenizerScratch& scratch, TokenBuffer& out) {
  check_text(text);
  scratch.pieces.reset(NormalizedString(text, scratch.arena));
  const bool whole =
      engine.shortcuts && engine.whole_kernel != nullptr && !engine.added.may_hold_normalized(text);
  const kernels::Kernel* const kernel = whole ? engine.whole_kernel.get() : engine.kernel.get();
  engine.added.extract_and_normalize(whole ? nullptr : engine.normalizer.get(), engine.shortcuts,
                                     scratch.pieces);
  const bool fast = engine.shortcuts && kernel != nullptr;
  if (!fast && engine.pre_tokenizer) engine.pre_tokenizer->pre_tokenize(scratch.pieces);

  if (out.with_offsets()) scratch.characters.reset(text);
  std::uint32_t index = 0;
  for (const Piece& piece : scratch.pieces.pieces()) {
    if (!fast || piece.added_id) {
      tokenize_piece(engine, piece, text.size(), word.value_or(index), scratch, out);
      ++index;
      continue;
    }
    const std::size_t first = out.size();
    index += kernel->tokenize(piece.text, index, scratch.arena, out);
    if (!out.with_offsets()) continue;
    to_code_points(scratch.characters, text.size(), out.offsets().subspan(first));
    if (!word) continue;
    const std::span<std::uint32_t> words = out.words().subspan(first);
    std::fill(words.begin(), words.end(), *word);
  }
}

}  // namespace

TokenizerScratch& TokenizerScratch::of_thread() {
  thread_local TokenizerScratch scratch;
  return scratch;
}

void tokenize_sequence(const Engine& engine, const EngineSequence& sequence, bool with_offsets,
                       TokenizerScratch& scratch, TokenBuffer& out) {
  out.clear(with_offsets);
  if (sequence.words.empty()) {
    tokenize_text(engine, sequence.text, std::nullopt, scratch, out);
  }
  for (std::uint32_t i = 0; i < sequence.words.size(); ++i) {
    tokenize_text(engine, sequence.words[i], i, scratch, out);
  }
}

}  // namespace penstock
