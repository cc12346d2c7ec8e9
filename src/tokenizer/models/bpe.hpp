// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/kernels/piece_cache.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/models/byte_cuts.hpp"
#include "tokenizer/models/merge_cuts.hpp"
#include "tokenizer/models/merge_table.hpp"
#include "tokenizer/models/symbol_merger.hpp"
#include "tokenizer/models/vocabulary.hpp"

namespace penstock {
class JsonView;
}

namespace penstock::models {

// Fields of tokenizer.json's BPE model.
struct BpeOptions {
  float dropout = 0.0F;  // 0 to 1
  std::optional<std::string> unk_token;
  std::string continuing_subword_prefix;
  std::string end_of_word_suffix;
  bool fuse_unk = false;
  bool byte_fallback = false;
  bool ignore_merges = false;
};

// Byte-pair encoding over the characters of a piece. Pieces from a ByteLevel pre-tokenizer are
// ordinary characters here.
class Bpe final : public TokenizerModel {
 public:
  // `merges` holds ids of `vocabulary`.
  Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options);

  void tokenize(std::string_view piece, std::vector<Token>& out) const override;
  // Whether pieces of ByteLevel can be given as plain bytes: every byte has its token and nothing
  // else takes part.
  [[nodiscard]] bool tokenizes_bytes() const noexcept { return tokenizes_bytes_; }
  // Replaces `out` by the tokens of a piece given as bytes, not in the byte-level alphabet; the
  // offsets count these bytes. Only if tokenizes_bytes().
  void tokenize_bytes(std::string_view piece, std::vector<Token>& out) const;
  // The same of a part of a piece: what the merges make of it.
  void merge_bytes(std::string_view part, std::vector<Token>& out) const;
  [[nodiscard]] bool ignores_merges() const noexcept { return options_.ignore_merges; }
  // Where merge_bytes may be given the parts between cuts instead of a piece.
  [[nodiscard]] const ByteCuts& byte_cuts() const;
  // Where a piece can be cut so that its parts give the piece's tokens; null where that cannot be
  // told. No character vanishes then, and U+2581 is in the vocabulary.
  [[nodiscard]] const MergeCuts* cuts() const noexcept { return cuts_ ? &*cuts_ : nullptr; }
  // Appends the tokens of such a part, for callers that remember them themselves.
  void tokenize_part(std::string_view part, std::vector<Token>& out) const {
    tokenize_uncached(part, out);
  }
  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const override;
  [[nodiscard]] std::optional<std::string_view> id_to_token(std::uint32_t id) const override;
  [[nodiscard]] std::size_t vocab_size() const override { return vocabulary_.size(); }
  [[nodiscard]] std::string_view continuing_subword_prefix() const override {
    return options_.continuing_subword_prefix;
  }

 private:
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  static constexpr std::size_t kMostKept = std::size_t{1} << 17;  // of a thread's scratch
  static constexpr std::size_t kDirectCharacters = 0x800;         // what two bytes of UTF-8 reach
  static constexpr std::size_t kPlaneCharacters = 0x10000;        // and three

  struct Scratch;

  // Llama's way: the text is one piece, which is cut, and the parts are remembered.
  void find_cuts();
  void tokenize_words(std::string_view piece, std::vector<Token>& out) const;
  void tokenize_rare_word(std::string_view word, std::uint32_t place,
                          const kernels::PieceCache::Key* key, kernels::PieceCache& cache,
                          std::vector<Token>& out) const;
  [[nodiscard]] std::size_t part_end(std::string_view piece, std::size_t at) const;

  void find_alphabet_ids();
  // As one token, if the vocabulary holds it.
  bool take_whole(std::string_view piece, std::vector<Token>& out) const;
  void tokenize_uncached(std::string_view piece, std::vector<Token>& out) const;
  void split_characters(std::string_view piece, Scratch& scratch) const;
  [[nodiscard]] std::uint32_t character_id(std::string_view character, bool first, bool last,
                                           Scratch& scratch) const;
  bool push_bytes(std::string_view text, Scratch& scratch) const;
  [[nodiscard]] std::uint32_t unk_id() const;

  Vocabulary vocabulary_;
  MergeTable merges_;
  BpeOptions options_;
  std::array<std::uint32_t, kDirectCharacters> direct_ids_;  // of bare characters
  std::array<std::uint32_t, 256> byte_ids_;                  // of <0x00> to <0xFF>
  std::array<std::uint32_t, 256> alphabet_ids_{};            // of the byte-level alphabet
  bool tokenizes_bytes_ = false;
  mutable std::once_flag cuts_made_;  // at the first piece beyond ASCII
  mutable std::unique_ptr<const ByteCuts> byte_cuts_;
  std::optional<MergeCuts> cuts_;
  std::vector<std::uint32_t> plane_ids_;  // of bare characters of the first plane; with cuts only
  std::uint64_t cache_owner_;
};

struct ModelLists;
[[nodiscard]] std::unique_ptr<TokenizerModel> make_bpe(const JsonView& json, ModelLists& lists);

}  // namespace penstock::models
