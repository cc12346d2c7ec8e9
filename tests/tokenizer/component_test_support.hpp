// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <penstock/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/components.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/engine_encoding.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/models/model_lists.hpp"
#include "tokenizer/post_processor.hpp"

// What the tests of models, post-processors and decoders share.

namespace penstock::testing {

inline std::unique_ptr<TokenizerModel> model_of(std::string_view json) {
  models::ModelLists none;
  return make_model(JsonDocument::parse(json).root(), none);
}
inline std::unique_ptr<PostProcessor> post_processor_of(std::string_view json) {
  return make_post_processor(JsonDocument::parse(json).root());
}
inline std::unique_ptr<Decoder> decoder_of(std::string_view json) {
  return make_decoder(JsonDocument::parse(json).root());
}

// "text[begin,end)" of every token, joined with spaces; '?' marks verbatim text.
inline std::string tokens_of(const TokenizerModel& model, std::string_view piece) {
  std::vector<Token> tokens;
  model.tokenize(piece, tokens);
  std::string all;
  for (const Token& token : tokens) {
    const std::string text =
        token.verbatim ? std::string(piece.substr(token.begin, token.end - token.begin)) + "?"
                       : std::string(model.id_to_token(token.id).value_or("(none)"));
    all += (all.empty() ? "" : " ") + text + "[" + std::to_string(token.begin) + "," +
           std::to_string(token.end) + ")";
  }
  return all;
}

inline std::string decode(std::string_view decoder, std::vector<std::string> tokens) {
  decoder_of(decoder)->decode_chain(tokens);
  std::string all;
  for (const std::string& token : tokens) all += token;
  return all;
}

// The code of the Error that `action` throws; fails the test when it throws none.
inline ErrorCode error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "no Error was thrown";
  return ErrorCode::internal;
}

// An encoding of the tokens t0, t1, ... with ids first_id, first_id + 1, ... and offsets of one
// character each.
inline EngineEncoding encoding_of(std::uint32_t first_id, std::size_t count) {
  static const std::vector<std::string> names{"t0", "t1", "t2", "t3", "t4",
                                              "t5", "t6", "t7", "t8", "t9"};
  EngineEncoding encoding;
  for (std::uint32_t i = 0; i < count; ++i) {
    encoding.push(first_id + i, 0, names[i], {i, i + 1}, i, false, true);
  }
  return encoding;
}

using Ids = std::vector<std::uint32_t>;

}  // namespace penstock::testing
