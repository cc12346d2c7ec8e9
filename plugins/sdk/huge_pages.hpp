// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace penstock::sdk {

// A heap for large blocks, from regions that ask for huge pages (2 MiB). A fresh page costs one
// entry into the kernel whatever its size, so that filling tens of megabytes for the first time
// takes a fraction of it; where the system gives no huge pages the heap works with small ones.
// Thread-safe. Everything must be released before the heap is destroyed.
class HugePages {
 public:
  HugePages() = default;
  ~HugePages();
  HugePages(const HugePages&) = delete;
  HugePages& operator=(const HugePages&) = delete;

  // Aligned to 4096 bytes; nullptr when the system has no more.
  [[nodiscard]] void* allocate(std::size_t size);
  // False for a block that is not of this heap.
  bool release(void* block) noexcept;

  // Bytes asked of the system, and the part of them in no block.
  struct Usage {
    std::size_t reserved = 0;
    std::size_t idle = 0;
  };
  [[nodiscard]] Usage usage() const;

 private:
  struct Block {
    std::size_t size = 0;
    bool free = false;
  };
  using Blocks = std::map<char*, Block>;

  bool grow(std::size_t size);
  void mark_free(Blocks::iterator block);
  [[nodiscard]] Blocks::iterator join(Blocks::iterator left, Blocks::iterator right);
  void give_back(char* region);

  mutable std::mutex mutex_;
  Blocks blocks_;                                 // free or not; those of a region adjoin
  std::set<std::pair<std::size_t, char*>> free_;  // by size
  std::map<char*, std::size_t> regions_;
  std::size_t whole_ = 0;  // bytes of regions without a block in use
};

}  // namespace penstock::sdk
