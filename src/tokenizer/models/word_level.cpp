// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/word_level.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "tokenizer/json_view.hpp"
#include "tokenizer/models/model_lists.hpp"

namespace penstock::models {
namespace {

constexpr const char* kWordLevelMissingUnk =
    "WordLevel error: Missing [UNK] token from the vocabulary";

}  // namespace

WordLevel::WordLevel(Vocabulary vocabulary, std::string unk_token)
    : vocabulary_(std::move(vocabulary)), unk_id_(vocabulary_.find(unk_token)) {}

void WordLevel::tokenize(std::string_view piece, std::vector<Token>& out) const {
  auto id = vocabulary_.find(piece);
  if (!id) id = unk_id_;
  if (!id) throw Error(ErrorCode::invalid_argument, kWordLevelMissingUnk);
  out.push_back({*id, 0, static_cast<std::uint32_t>(piece.size()), false});
}

std::optional<std::uint32_t> WordLevel::token_to_id(std::string_view token) const {
  return vocabulary_.find(token);
}

std::optional<std::string_view> WordLevel::id_to_token(std::uint32_t id) const {
  return vocabulary_.token(id);
}

std::unique_ptr<TokenizerModel> make_word_level(const JsonView& json, ModelLists& lists) {
  std::string unk(json.at("unk_token").as_string());
  return std::make_unique<WordLevel>(Vocabulary::take(json.at("vocab"), lists.vocabulary),
                                     std::move(unk));
}

}  // namespace penstock::models
