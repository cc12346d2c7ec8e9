// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/long_piece_cache.hpp"

#include <memory>

#include "tokenizer/kernels/thread_caches.hpp"

namespace penstock::kernels {

LongPieceCache& LongPieceCache::of_thread(std::uint64_t owner) {
  thread_local ThreadCaches<LongPieceCache> caches;
  return caches.of(owner, [] { return std::unique_ptr<LongPieceCache>(new LongPieceCache()); });
}

void LongPieceCache::store(const Key& key, std::span<const Token> tokens) noexcept {
  if (tokens.empty() || tokens.size() > kMaxTokens) return;
  Entry entry;
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].begin != begin || tokens[i].end > 0xFF) return;
    begin = tokens[i].end;
    if (tokens[i].verbatim) entry.verbatim |= static_cast<std::uint16_t>(1U << i);
    entry.ids[i] = tokens[i].id;
    entry.ends[i] = static_cast<std::uint8_t>(begin);
  }
  entry.key = key;
  entry.count = static_cast<std::uint8_t>(tokens.size());
  Entry* pair = &entries_[slot_of(key)];
  pair[1] = pair[0];
  pair[0] = entry;
}

}  // namespace penstock::kernels
