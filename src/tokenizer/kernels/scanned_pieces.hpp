// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "tokenizer/kernels/piece_cache.hpp"

namespace penstock::kernels {

struct ScannedPiece {
  const char* at;
  std::size_t size;
  PieceCache::Key key;  // only of short ones

  [[nodiscard]] bool is_short() const noexcept { return size <= PieceCache::kMaxBytes; }
};

// Pieces that are found before the first of them is looked up, so that their places in the cache
// are on the way from memory meanwhile.
class ScannedPieces {
 public:
  void clear() noexcept { count_ = 0; }
  [[nodiscard]] bool full() const noexcept { return count_ == pieces_.size(); }
  // The piece [at, next) of a text that ends at `end`; `flag`: of its key.
  void add(const char* at, const char* next, const char* end, const PieceCache& cache,
           bool flag = false) noexcept {
    ScannedPiece& piece = pieces_[count_++];
    piece.at = at;
    piece.size = static_cast<std::size_t>(next - at);
    if (!piece.is_short()) return;
    piece.key = PieceCache::key_of(at, piece.size, end, flag);
    cache.prefetch(piece.key);
  }
  [[nodiscard]] std::span<const ScannedPiece> pieces() const noexcept {
    return {pieces_.data(), count_};
  }

 private:
  std::array<ScannedPiece, 24> pieces_;
  std::size_t count_ = 0;
};

}  // namespace penstock::kernels
