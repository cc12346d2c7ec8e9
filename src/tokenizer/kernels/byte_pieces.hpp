// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/utf8.hpp"
#include "tokenizer/kernels/rare_piece.hpp"
#include "tokenizer/kernels/scanned_pieces.hpp"
#include "tokenizer/models/bpe.hpp"

namespace penstock::kernels {

// Byte-level BPE, as write_rare asks a model. Pieces between whose characters the model can cut are
// put together from their parts, which repeat far more often than they do.
class BytePieces {
 public:
  explicit BytePieces(const models::Bpe& model) : model_(model) {}

  void tokenize(std::string_view bytes, std::vector<Token>& tokens) const {
    model_.tokenize_bytes(bytes, tokens);
  }

  template <ByteMap Map>
  bool write_parts(const RarePiece& piece, const PieceCaches& caches,
                   PieceWriter<Map>& writer) const {
    const std::string_view text = piece.text;
    if (utf8::is_ascii(text)) return false;
    const models::ByteCuts& cuts = model_.byte_cuts();
    std::size_t next = cuts.part_end(text, 0);
    if (next == text.size()) return false;  // the only part
    FewTokens written;
    ScannedPieces ahead;
    for (std::size_t at = 0; at < text.size();) {
      for (ahead.clear(); at < text.size() && !ahead.full();) {
        ahead.add(text.data() + at, text.data() + next, piece.end, caches.pieces,
                  model_.ignores_merges());
        at = next;
        if (at < text.size()) next = cuts.part_end(text, at);
      }
      for (const ScannedPiece& part : ahead.pieces()) {
        write_part(part, static_cast<std::uint32_t>(part.at - text.data()), piece.place, caches,
                   writer, written);
      }
    }
    writer.end_word();
    if (piece.key != nullptr) (void)caches.pieces.store(*piece.key, written.tokens());
    return true;
  }

 private:
  // Those of a piece, as far as the cache of short ones takes them; else none.
  class FewTokens {
   public:
    void add(std::uint32_t id, std::uint32_t begin, std::uint32_t end) {
      if (count_ < tokens_.size()) tokens_[count_] = {id, begin, end, false};
      ++count_;
    }
    [[nodiscard]] std::span<const Token> tokens() const {
      return std::span(tokens_).first(count_ <= tokens_.size() ? count_ : 0);
    }

   private:
    std::array<Token, PieceCache::kMaxTokens> tokens_;
    std::size_t count_ = 0;
  };

  // `at`: the part's place in its piece. A part is only merged, where the whole piece would first
  // be looked for in the vocabulary; then it is remembered apart from the pieces.
  template <ByteMap Map>
  void write_part(const ScannedPiece& part, std::uint32_t at, std::uint32_t place,
                  const PieceCaches& caches, PieceWriter<Map>& writer, FewTokens& written) const {
    thread_local std::vector<Token> tokens;
    const PieceCache::Entry* entry = part.is_short() ? caches.pieces.find(part.key) : nullptr;
    if (entry == nullptr) {
      model_.merge_bytes({part.at, part.size}, tokens);
      if (part.is_short()) (void)caches.pieces.store(part.key, tokens);
      for (const Token& token : tokens) written.add(token.id, at + token.begin, at + token.end);
      writer.write_part(tokens, place + at, {part.at, part.size});
      if (tokens.capacity() > kMostTokensKept) tokens = {};
      return;
    }
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < entry->count; ++i) {
      written.add(entry->ids[i], at + begin, at + entry->ends[i]);
      begin = entry->ends[i];
    }
    writer.write_part(*entry, place + at);
  }

  const models::Bpe& model_;
};

}  // namespace penstock::kernels
