// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "tokenizer/kernels/piece_writer.hpp"
#include "tokenizer/kernels/rare_piece.hpp"
#include "tokenizer/kernels/scanned_pieces.hpp"

namespace penstock::kernels {

// Brings what the pieces that the cache of short ones has not need of the other one. Scripts of
// three bytes a character are mostly written from parts.
[[gnu::noinline]] inline void expect_rare(std::span<const ScannedPiece> pieces,
                                          const PieceCaches& caches) {
  for (const ScannedPiece& one : pieces) {
    if (one.size > LongPieceCache::kMaxBytes) continue;
    if (static_cast<std::uint8_t>(one.at[one.size > 1 ? 1 : 0]) >= 0xE0) continue;
    if (one.is_short() && caches.pieces.holds(one.key)) continue;
    caches.long_pieces.prefetch(LongPieceCache::key_of({one.at, one.size}, false));
  }
}

// The tokens of a normalized text, piece by piece, each of which is a word. `Scanner`:
//   const char* next(at, end)    where the piece that starts at `at` ends
//   const char* skip(at, end)    where the first piece from `at` on starts, or `end`
// `model`: as write_rare asks it. Answers the number of words.
template <ByteMap Map, typename Scanner, typename Model>
std::uint32_t tokenize_scanned(Scanner scanner, const Model& model, const PieceCaches& caches,
                               std::string_view text, PieceWriter<Map> writer) {
  PieceCache& cache = caches.pieces;
  const std::uint32_t first_word = writer.word();
  const char* const end = text.data() + text.size();
  ScannedPieces ahead;
  for (const char* at = scanner.skip(text.data(), end); at < end;) {
    for (ahead.clear(); at < end && !ahead.full();) {
      const char* const next = scanner.next(at, end);
      ahead.add(at, next, end, cache);
      at = scanner.skip(next, end);
    }
    const std::span<const ScannedPiece> pieces = ahead.pieces();
    bool expected = false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const ScannedPiece& one = pieces[i];
      const auto place = static_cast<std::uint32_t>(one.at - text.data());
      const PieceCache::Entry* entry = one.is_short() ? cache.find(one.key) : nullptr;
      if (entry != nullptr) {
        writer.write(*entry, place);
        continue;
      }
      if (!expected) expect_rare(pieces.subspan(i), caches);
      expected = true;
      write_rare({{one.at, one.size}, end, place, one.is_short() ? &one.key : nullptr}, caches,
                 writer, model);
    }
  }
  return writer.word() - first_word;
}

}  // namespace penstock::kernels
