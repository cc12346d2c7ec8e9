// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/model.hpp"
#include "tokenizer/models/vocabulary.hpp"

namespace penstock {
class JsonView;
}

namespace penstock::models {

// A piece is a token or it is unknown.
class WordLevel final : public TokenizerModel {
 public:
  WordLevel(Vocabulary vocabulary, std::string unk_token);

  void tokenize(std::string_view piece, std::vector<Token>& out) const override;
  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const override;
  [[nodiscard]] std::optional<std::string_view> id_to_token(std::uint32_t id) const override;
  [[nodiscard]] std::size_t vocab_size() const override { return vocabulary_.size(); }

 private:
  Vocabulary vocabulary_;
  std::optional<std::uint32_t> unk_id_;
};

struct ModelLists;
[[nodiscard]] std::unique_ptr<TokenizerModel> make_word_level(const JsonView& json,
                                                              ModelLists& lists);

}  // namespace penstock::models
