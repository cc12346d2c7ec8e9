// SPDX-License-Identifier: Apache-2.0
#include "sdk/huge_pages.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace penstock::sdk {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kRegion = std::size_t{16} << 20;
// Regions that nobody uses are kept for the next run up to this, then given back.
constexpr std::size_t kKept = std::size_t{64} << 20;

constexpr std::size_t round_up(std::size_t size, std::size_t to) {
  return (size + to - 1) / to * to;
}

// Begins at a multiple of a huge page; nullptr when there is no memory.
char* map_region(std::size_t size) {
  void* mapped =
      ::mmap(nullptr, size + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* const start = static_cast<char*>(mapped);
  const auto misaligned = reinterpret_cast<std::uintptr_t>(start) % kHugePage;
  const std::size_t before = misaligned == 0 ? 0 : kHugePage - misaligned;
  char* const region = start + before;
  if (before > 0) ::munmap(start, before);
  ::munmap(region + size, kHugePage - before);
#ifdef MADV_HUGEPAGE
  ::madvise(region, size, MADV_HUGEPAGE);
#endif
  return region;
}

}  // namespace

HugePages::~HugePages() {
  for (const auto& [region, size] : regions_) ::munmap(region, size);
}

void* HugePages::allocate(std::size_t size) {
  if (size > SIZE_MAX / 2) return nullptr;
  size = round_up(std::max<std::size_t>(size, 1), kPage);
  const std::lock_guard lock(mutex_);
  auto fitting = free_.lower_bound({size, nullptr});
  if (fitting == free_.end()) {
    if (!grow(size)) return nullptr;
    fitting = free_.lower_bound({size, nullptr});
  }
  const auto block = blocks_.find(fitting->second);
  free_.erase(fitting);
  const auto region = regions_.find(block->first);
  if (region != regions_.end() && region->second == block->second.size) whole_ -= region->second;
  if (block->second.size > size) {
    const auto rest = blocks_.emplace(block->first + size, Block{block->second.size - size, true});
    free_.emplace(rest.first->second.size, rest.first->first);
    block->second.size = size;
  }
  block->second.free = false;
  return block->first;
}

bool HugePages::release(void* block) noexcept {
  if (reinterpret_cast<std::uintptr_t>(block) % kPage != 0) return false;
  const std::lock_guard lock(mutex_);
  const auto found = blocks_.find(static_cast<char*>(block));
  if (found == blocks_.end() || found->second.free) return false;
  mark_free(found);
  return true;
}

HugePages::Usage HugePages::usage() const {
  const std::lock_guard lock(mutex_);
  Usage usage;
  for (const auto& [region, size] : regions_) usage.reserved += size;
  for (const auto& [size, block] : free_) usage.idle += size;
  return usage;
}

bool HugePages::grow(std::size_t size) {
  const std::size_t wanted = std::max(kRegion, round_up(size, kHugePage));
  char* const region = map_region(wanted);
  if (region == nullptr) return false;
  regions_.emplace(region, wanted);
  blocks_.emplace(region, Block{wanted, true});
  free_.emplace(wanted, region);
  whole_ += wanted;
  return true;
}

// Joins the block with free neighbours; a region that is empty then may go back to the system.
void HugePages::mark_free(Blocks::iterator block) {
  block->second.free = true;
  const auto next = std::next(block);
  if (next != blocks_.end() && next->second.free && !regions_.contains(next->first) &&
      block->first + block->second.size == next->first) {
    free_.erase({next->second.size, next->first});
    block = join(block, next);
  }
  if (!regions_.contains(block->first)) {
    const auto previous = std::prev(block);  // a region begins with a block
    if (previous->second.free) {
      free_.erase({previous->second.size, previous->first});
      block = join(previous, block);
    }
  }
  free_.emplace(block->second.size, block->first);
  const auto region = regions_.find(block->first);
  if (region == regions_.end() || region->second != block->second.size) return;
  whole_ += region->second;
  if (whole_ > kKept) give_back(region->first);
}

HugePages::Blocks::iterator HugePages::join(Blocks::iterator left, Blocks::iterator right) {
  left->second.size += right->second.size;
  blocks_.erase(right);
  return left;
}

void HugePages::give_back(char* region) {
  const std::size_t size = regions_.at(region);
  free_.erase({size, region});
  blocks_.erase(region);
  regions_.erase(region);
  whole_ -= size;
  ::munmap(region, size);
}

}  // namespace penstock::sdk
