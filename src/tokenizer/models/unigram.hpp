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
#include "tokenizer/models/text_list.hpp"

namespace penstock {
class JsonView;
}

namespace penstock::models {

// The most probable cover of a piece by vocabulary entries (Viterbi in double precision).
class Unigram final : public TokenizerModel {
 public:
  struct Piece {
    std::string_view text;
    double score;
  };

  // The id of a piece is its place in the list; of equal texts the last one is found.
  // Throws Error{io} when unk_id lies outside the list.
  Unigram(const std::vector<Piece>& pieces, std::optional<std::size_t> unk_id, bool byte_fallback);

  void tokenize(std::string_view piece, std::vector<Token>& out) const override;
  // The same of a piece that is not empty, for callers that remember pieces themselves.
  void tokenize_uncached(std::string_view piece, std::vector<Token>& out) const;
  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const override;
  [[nodiscard]] std::optional<std::string_view> id_to_token(std::uint32_t id) const override;
  [[nodiscard]] std::size_t vocab_size() const override { return texts_.size(); }

 private:
  // The best way to reach a byte of the piece.
  struct Node {
    double score = 0.0;
    std::uint32_t begin = kUnreached;
    std::uint32_t id = 0;
  };
  static constexpr std::uint32_t kUnreached = 0xFFFFFFFF;

  void find_best_paths(std::string_view piece, std::vector<Node>& nodes) const;
  void extend(std::string_view piece, std::size_t begin, std::vector<Node>& nodes) const;
  void emit_unknown(std::string_view piece, std::uint32_t begin, std::uint32_t end,
                    std::vector<Token>& out) const;
  [[nodiscard]] std::uint32_t required_unk_id() const;

  TextList texts_;                         // by id
  std::vector<double> scores_;             // by id
  ByteTrie trie_;                          // text -> last id of that text
  std::vector<std::uint32_t> byte_ids_;    // of <0x00> to <0xFF>; empty without byte_fallback
  std::optional<std::uint32_t> empty_id_;  // of the empty text, which the trie cannot hold
  std::optional<std::uint32_t> unk_id_;
  double unk_score_ = 0.0;
  std::uint64_t cache_owner_;
};

struct ModelLists;
[[nodiscard]] std::unique_ptr<TokenizerModel> make_unigram(const JsonView& json, ModelLists& lists);

}  // namespace penstock::models
