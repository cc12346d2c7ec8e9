// SPDX-License-Identifier: Apache-2.0
#include "sdk/huge_pages.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

namespace penstock::sdk {
namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20;

struct Filled {
  unsigned char* data;
  std::size_t size;
  unsigned char mark;

  // Whether nobody else wrote to it.
  [[nodiscard]] bool intact() const {
    return data[0] == mark && data[size / 2] == mark && data[size - 1] == mark;
  }
};

Filled take(HugePages& heap, std::size_t size, unsigned char mark) {
  auto* const data = static_cast<unsigned char*>(heap.allocate(size));
  std::memset(data, mark, size);
  return {data, size, mark};
}

// Takes and releases blocks in no order; every one must still hold what was written to it.
void churn(HugePages& heap, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Filled> held;
  for (int step = 0; step < 600; ++step) {
    if (held.empty() || random() % 5 > 1) {
      const std::size_t size = 1 + random() % (random() % 8 == 0 ? 5 * kMegabyte : kMegabyte / 8);
      held.push_back(take(heap, size, static_cast<unsigned char>(random())));
    } else {
      const std::size_t at = random() % held.size();
      EXPECT_TRUE(held[at].intact());
      EXPECT_TRUE(heap.release(held[at].data));
      held[at] = held.back();
      held.pop_back();
    }
  }
  for (const Filled& block : held) {
    EXPECT_TRUE(block.intact());
    EXPECT_TRUE(heap.release(block.data));
  }
}

TEST(HugePages, BlocksDoNotOverlap) {
  HugePages heap;
  for (unsigned seed = 1; seed <= 3; ++seed) churn(heap, seed);
  const HugePages::Usage usage = heap.usage();
  EXPECT_EQ(usage.idle, usage.reserved);
}

TEST(HugePages, ThreadsShareAHeap) {
  HugePages heap;
  std::vector<std::thread> threads;
  for (unsigned seed = 1; seed <= 4; ++seed)
    threads.emplace_back([&heap, seed] { churn(heap, seed); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(heap.usage().idle, heap.usage().reserved);
}

TEST(HugePages, NeighboursJoinToLargerBlocks) {
  HugePages heap;
  std::vector<void*> blocks;
  for (int i = 0; i < 4; ++i) blocks.push_back(heap.allocate(4 * kMegabyte));
  EXPECT_EQ(heap.usage().reserved, 16 * kMegabyte);
  for (const int i : {1, 3, 2, 0}) EXPECT_TRUE(heap.release(blocks[static_cast<std::size_t>(i)]));
  EXPECT_EQ(heap.allocate(16 * kMegabyte), blocks[0]);
  EXPECT_EQ(heap.usage().reserved, 16 * kMegabyte);
  EXPECT_TRUE(heap.release(blocks[0]));
}

TEST(HugePages, ManyIdleRegionsAreGivenBack) {
  HugePages heap;
  std::vector<void*> blocks;
  for (int i = 0; i < 10; ++i) blocks.push_back(heap.allocate(20 * kMegabyte));
  EXPECT_EQ(heap.usage().reserved, 200 * kMegabyte);
  for (void* block : blocks) EXPECT_TRUE(heap.release(block));
  EXPECT_LE(heap.usage().reserved, 64 * kMegabyte);
  EXPECT_GT(heap.usage().reserved, 0U);
}

TEST(HugePages, KnowsItsOwnBlocks) {
  HugePages heap;
  void* const block = heap.allocate(1);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 4096, 0U);
  EXPECT_FALSE(heap.release(static_cast<char*>(block) + 4096));
  EXPECT_FALSE(heap.release(static_cast<char*>(block) + 1));
  EXPECT_FALSE(heap.release(nullptr));
  EXPECT_TRUE(heap.release(block));
  EXPECT_FALSE(heap.release(block));
}

TEST(HugePages, AbsurdSizesAreRefused) {
  HugePages heap;
  EXPECT_EQ(heap.allocate(SIZE_MAX), nullptr);
  EXPECT_EQ(heap.allocate(SIZE_MAX / 4), nullptr);
  EXPECT_EQ(heap.usage().reserved, 0U);
}

}  // namespace
}  // namespace penstock::sdk
