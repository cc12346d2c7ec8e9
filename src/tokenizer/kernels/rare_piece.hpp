// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tokenizer/kernels/piece_writer.hpp"

namespace penstock::kernels {

// The caches of a thread for one kernel.
struct PieceCaches {
  PieceCache& pieces;
  LongPieceCache& long_pieces;

  [[nodiscard]] static PieceCaches of_thread(std::uint64_t owner) {
    return {PieceCache::of_thread(owner), LongPieceCache::of_thread(owner)};
  }
};

// A piece that the cache of short ones has not: it is long, makes many tokens or is new.
struct RarePiece {
  std::string_view text;
  const char* end;             // bytes up to here may be read
  std::uint32_t place;         // in the text
  const PieceCache::Key* key;  // in the cache of short ones; null when it is too long for it
};

// Of one piece; memory for more is given back.
inline constexpr std::size_t kMostTokensKept = std::size_t{1} << 16;

// Keeps in the cache of short pieces what the other one had.
inline void keep_short(const PieceCache::Key& key, const LongPieceCache::Entry& entry,
                       PieceCache& cache) noexcept {
  if (entry.count > PieceCache::kMaxTokens || entry.verbatim != 0) return;
  std::array<Token, PieceCache::kMaxTokens> tokens;
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < entry.count; ++i) {
    tokens[i] = {entry.ids[i], begin, entry.ends[i], false};
    begin = entry.ends[i];
  }
  (void)cache.store(key, std::span(tokens).first(entry.count));
}

// `model`:
//   bool write_parts(piece, caches, writer)  may write the piece from parts that it remembers
//   void tokenize(part, tokens)              replaces the tokens by those of a piece
template <ByteMap Map, typename Model>
[[gnu::noinline]] void write_rare(const RarePiece& piece, const PieceCaches& caches,
                                  PieceWriter<Map>& writer, const Model& model) {
  thread_local std::vector<Token> tokens;
  if (model.write_parts(piece, caches, writer)) return;
  const bool kept = piece.text.size() <= LongPieceCache::kMaxBytes;
  LongPieceCache::Key long_key{};
  if (kept) {
    long_key = LongPieceCache::key_of(piece.text, false);
    if (const LongPieceCache::Entry* entry = caches.long_pieces.find(long_key)) {
      if (piece.key != nullptr) keep_short(*piece.key, *entry, caches.pieces);
      writer.write(*entry, piece.place, piece.text);
      return;
    }
  }
  model.tokenize(piece.text, tokens);
  // Short ones too: the other cache gives them up sooner.
  if (kept) caches.long_pieces.store(long_key, tokens);
  if (piece.key != nullptr) (void)caches.pieces.store(*piece.key, tokens);
  writer.write(tokens, piece.place, piece.text);
  if (tokens.capacity() > kMostTokensKept) tokens = {};
}

}  // namespace penstock::kernels
