// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/piece_cache.hpp"

#include <atomic>
#include <memory>

#include "tokenizer/kernels/thread_caches.hpp"

namespace penstock::kernels {
PieceCache& PieceCache::of_thread(std::uint64_t owner) {
  thread_local ThreadCaches<PieceCache> caches;
  return caches.of(owner, [] { return std::unique_ptr<PieceCache>(new PieceCache()); });
}

std::uint64_t PieceCache::next_owner() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

bool PieceCache::store(const Key& key, std::span<const Token> tokens) noexcept {
  if (tokens.empty() || tokens.size() > kMaxTokens) return false;
  Entry entry;
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].begin != begin || tokens[i].verbatim || tokens[i].end > 0xFF) return false;
    begin = tokens[i].end;
    entry.ids[i] = tokens[i].id;
    entry.ends[i] = static_cast<std::uint8_t>(tokens[i].end);
  }
  entry.key = key;
  entry.count = static_cast<std::uint8_t>(tokens.size());
  Entry* places = &entries_[slot_of(key)];
  for (std::size_t i = kPlaces - 1; i > 0; --i) places[i] = places[i - 1];
  places[0] = entry;
  return true;
}

}  // namespace penstock::kernels
