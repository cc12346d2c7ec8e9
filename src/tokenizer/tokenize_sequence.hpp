// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/char_map.hpp"
#include "tokenizer/engine_sequence.hpp"
#include "tokenizer/kernels/token_buffer.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/text_arena.hpp"

namespace penstock {

struct Engine;

// What one thread reuses from call to call. The texts of a call's tokens live until it starts anew.
struct TokenizerScratch {
  TextArena arena;
  PreTokenizedString pieces;
  std::vector<Token> model_tokens;
  CharMap characters;
  std::array<kernels::TokenBuffer, 2> sequences;  // tokens of the text and of its pair

  [[nodiscard]] static TokenizerScratch& of_thread();
};

// Replaces `out` by the tokens of one sequence: normalized, pre-tokenized, tokenized, not yet
// truncated. Offsets are code points. Throws Error{invalid_argument} for invalid UTF-8.
void tokenize_sequence(const Engine& engine, const EngineSequence& sequence, bool with_offsets,
                       TokenizerScratch& scratch, kernels::TokenBuffer& out);

}  // namespace penstock
