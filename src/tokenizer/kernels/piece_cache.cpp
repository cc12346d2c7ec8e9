// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/piece_cache.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>

namespace penstock::kernels {
namespace {

constexpr std::size_t kCachesPerThread = 4;

struct OwnedCache {
  std::uint64_t owner = 0;
  std::unique_ptr<PieceCache> cache;
};

}  // namespace

PieceCache::PieceCache()
    : lines_(std::make_unique<Line[]>(kEntries / 2)), entries_(lines_[0].entries.data()) {}

PieceCache& PieceCache::of_thread(std::uint64_t owner) {
  thread_local std::array<OwnedCache, kCachesPerThread> caches;  // the last used one first
  if (caches[0].owner == owner) return *caches[0].cache;
  auto found = std::find_if(caches.begin(), caches.end(),
                            [owner](const OwnedCache& owned) { return owned.owner == owner; });
  if (found == caches.end()) {
    found = std::prev(caches.end());
    found->owner = 0;
    found->cache.reset(new PieceCache());
    found->owner = owner;
  }
  std::rotate(caches.begin(), found, std::next(found));
  return *caches[0].cache;
}

std::uint64_t PieceCache::next_owner() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

void PieceCache::store(const Key& key, std::span<const Token> tokens) noexcept {
  if (tokens.empty() || tokens.size() > kMaxTokens) return;
  Entry entry;
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].begin != begin || tokens[i].verbatim || tokens[i].end > 0xFF) return;
    begin = tokens[i].end;
    entry.ids[i] = tokens[i].id;
    entry.ends[i] = static_cast<std::uint8_t>(tokens[i].end);
  }
  entry.key = key;
  entry.count = static_cast<std::uint8_t>(tokens.size());
  Entry* pair = &entries_[slot_of(key)];
  pair[1] = pair[0];
  pair[0] = entry;
}

}  // namespace penstock::kernels
