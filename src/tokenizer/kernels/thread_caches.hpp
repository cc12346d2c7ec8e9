// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>

namespace penstock::kernels {

// The caches that one thread keeps for the few kernels or models that it used last, each known by a
// number of its own (from 1).
template <typename Cache>
class ThreadCaches {
 public:
  template <typename Make>
  Cache& of(std::uint64_t owner, Make make) {
    if (caches_[0].owner == owner) return *caches_[0].cache;
    auto found = std::find_if(caches_.begin(), caches_.end(),
                              [owner](const Owned& owned) { return owned.owner == owner; });
    if (found == caches_.end()) {
      found = std::prev(caches_.end());
      found->owner = 0;
      found->cache = make();
      found->owner = owner;
    }
    std::rotate(caches_.begin(), found, std::next(found));
    return *caches_[0].cache;
  }

 private:
  static constexpr std::size_t kKept = 4;
  struct Owned {
    std::uint64_t owner = 0;
    std::unique_ptr<Cache> cache;
  };
  std::array<Owned, kKept> caches_;  // the last used one first
};

}  // namespace penstock::kernels
