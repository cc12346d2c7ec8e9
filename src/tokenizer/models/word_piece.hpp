// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/model.hpp"
#include "tokenizer/models/byte_trie.hpp"
#include "tokenizer/models/vocabulary.hpp"

namespace penstock {
class JsonView;
}

namespace penstock::models {

// Longest match from the left; a word that cannot be covered becomes one unknown token.
class WordPiece final : public TokenizerModel {
 public:
  // A word of more than `max_input_chars_per_word` characters is unknown.
  WordPiece(Vocabulary vocabulary, std::string unk_token, std::string continuing_subword_prefix,
            std::size_t max_input_chars_per_word);

  void tokenize(std::string_view piece, std::vector<Token>& out) const override;
  // The same of a piece that is not empty, for callers that remember pieces themselves.
  void tokenize_uncached(std::string_view piece, std::vector<Token>& out) const;
  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const override;
  [[nodiscard]] std::optional<std::string_view> id_to_token(std::uint32_t id) const override;
  [[nodiscard]] std::size_t vocab_size() const override { return vocabulary_.size(); }
  [[nodiscard]] std::string_view continuing_subword_prefix() const override { return prefix_; }

 private:
  bool cover(std::string_view word, std::vector<Token>& out) const;

  Vocabulary vocabulary_;
  std::string unk_token_;
  std::string prefix_;
  std::size_t max_chars_;
  ByteTrie trie_;           // text -> id
  std::uint32_t continue_;  // node of the trie after the prefix, or ByteTrie::kNoNode
  std::uint64_t cache_owner_;
};

struct ModelLists;
[[nodiscard]] std::unique_ptr<TokenizerModel> make_word_piece(const JsonView& json,
                                                              ModelLists& lists);

}  // namespace penstock::models
