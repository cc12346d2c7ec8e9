// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <memory>
#include <penstock/error.hpp>
#include <string>
#include <string_view>

#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/models/unigram.hpp"
#include "tokenizer/models/word_level.hpp"
#include "tokenizer/models/word_piece.hpp"

namespace penstock {
namespace {

struct ModelType {
  std::string_view type;
  std::unique_ptr<TokenizerModel> (*make)(const JsonView& json, models::ModelLists& lists);
};

// Objects without "type" are tried in this order.
constexpr std::array kModelTypes{
    ModelType{"BPE", models::make_bpe},
    ModelType{"WordPiece", models::make_word_piece},
    ModelType{"WordLevel", models::make_word_level},
    ModelType{"Unigram", models::make_unigram},
};

}  // namespace

std::unique_ptr<TokenizerModel> make_model(const JsonView& json, models::ModelLists& lists) {
  const simdjson::dom::object object = json.as_object();
  if (object["type"].error() == simdjson::SUCCESS) {
    const JsonView type = json.at("type");
    const std::string_view given = type.as_string();
    for (const ModelType& row : kModelTypes) {
      if (row.type == given) return row.make(json, lists);
    }
    type.fail("one of BPE, WordPiece, WordLevel, Unigram");
  }
  for (const ModelType& row : kModelTypes) {
    try {
      return row.make(json, lists);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::io) throw;
    }
  }
  json.fail("a BPE, WordPiece, WordLevel or Unigram model");
}

}  // namespace penstock
