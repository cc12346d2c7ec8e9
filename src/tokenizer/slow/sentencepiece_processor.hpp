// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/converters/sentencepiece_model.hpp"
#include "tokenizer/models/byte_trie.hpp"
#include "tokenizer/slow/sentencepiece_normalizer.hpp"

namespace penstock::slow {

// sentencepiece.SentencePieceProcessor: text to pieces and back, as the library itself does it.
// tokenizers' Unigram and BPE give other pieces here and there: they normalize otherwise, add
// scores in double precision and know no user-defined or unused pieces.
class SentencePieceProcessor {
 public:
  // Throws Error{io} for a file that SentencePiece refuses, Error{unsupported} for a model type
  // other than unigram and bpe.
  [[nodiscard]] static std::unique_ptr<SentencePieceProcessor> load(
      const std::filesystem::path& path);
  SentencePieceProcessor(const SentencePieceProcessor&) = delete;
  SentencePieceProcessor& operator=(const SentencePieceProcessor&) = delete;

  // encode(text, out_type=str).
  [[nodiscard]] std::vector<std::string> encode(std::string_view text) const;
  // decode_pieces.
  [[nodiscard]] std::string decode(const std::vector<std::string>& pieces) const;

 private:
  // A part of the normalized text and the id of its piece.
  struct Part {
    std::string_view text;
    std::uint32_t id = 0;
  };
  class BpeMerger;

  explicit SentencePieceProcessor(converters::SentencePieceModel model);

  [[nodiscard]] std::vector<Part> split_unigram(std::string_view text) const;
  [[nodiscard]] std::vector<Part> split_bpe(std::string_view text) const;
  [[nodiscard]] converters::PieceType type_of(std::uint32_t id) const {
    return model_.pieces[id].type;
  }
  [[nodiscard]] double unigram_score(std::uint32_t id, std::size_t bytes) const;
  // The surface of a piece that is no byte. `at_start`: a leading space is dropped, and
  // `space_taken` says so.
  [[nodiscard]] std::string surface(std::string_view piece, bool at_start, bool& space_taken) const;

  converters::SentencePieceModel model_;
  converters::PieceIds ids_;
  SentencePieceNormalizer normalizer_;
  models::ByteTrie trie_;  // normal, user-defined and unused pieces
  std::uint32_t unknown_ = 0;
  float lowest_score_ = 0;
  float highest_score_ = 0;
};

}  // namespace penstock::slow
