// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tokenizer/kernels/long_piece_cache.hpp"
#include "tokenizer/model.hpp"

namespace penstock::models {

// What a model made of the pieces that a thread met lately, for pieces that come without a kernel.
class WordCache {
 public:
  static constexpr std::size_t kMaxBytes = kernels::LongPieceCache::kMaxBytes;  // no longer ones
  static constexpr std::size_t kMaxTokens = kernels::LongPieceCache::kMaxTokens;

  // The calling thread's cache for the model numbered `owner` (see next_owner). A thread keeps the
  // caches of the few models that it used last.
  [[nodiscard]] static WordCache of_thread(std::uint64_t owner) {
    return WordCache(kernels::LongPieceCache::of_thread(owner));
  }
  // A number that no other model or kernel of this process has.
  [[nodiscard]] static std::uint64_t next_owner() noexcept;

  // Appends the tokens of a kept piece; false when the piece is not kept.
  bool append(std::string_view piece, std::vector<Token>& out) const {
    if (piece.size() > kMaxBytes) return false;
    return cache_.append(kernels::LongPieceCache::key_of(piece, false), out);
  }
  // Keeps the tokens of `piece` unless they are too many or do not follow one another.
  void store(std::string_view piece, std::span<const Token> tokens) {
    if (piece.size() > kMaxBytes) return;
    cache_.store(kernels::LongPieceCache::key_of(piece, false), tokens);
  }

 private:
  explicit WordCache(kernels::LongPieceCache& cache) : cache_(cache) {}

  kernels::LongPieceCache& cache_;
};

}  // namespace penstock::models
