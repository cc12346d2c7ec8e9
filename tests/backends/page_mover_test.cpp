// SPDX-License-Identifier: Apache-2.0
#include "sdk/page_mover.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace penstock::sdk {
namespace {

constexpr std::size_t kMovedMegabyte = std::size_t{1} << 20;
constexpr std::size_t kHugePage = 2 * kMovedMegabyte;
constexpr std::size_t kGuard = std::size_t{64} << 10;

// Memory of small pages, as runtimes have it; what lies around it is out of reach, so that the
// kernel's table has a row for it alone.
class Memory {
 public:
  explicit Memory(std::size_t size) : size_(size + kHugePage) {
    room_ = static_cast<char*>(
        ::mmap(nullptr, size_ + 2 * kGuard, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    data_ = room_ + kGuard;
    ::mprotect(data_, size_, PROT_READ | PROT_WRITE);
  }
  ~Memory() { ::munmap(room_, size_ + 2 * kGuard); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  void fill(std::size_t step) {
    for (std::size_t i = 0; i < size_; i += step) data_[i] = mark(i);
  }
  [[nodiscard]] bool intact(std::size_t step) const {
    for (std::size_t i = 0; i < size_; i += step)
      if (data_[i] != mark(i)) return false;
    return true;
  }
  // MiB of this memory in huge pages.
  [[nodiscard]] std::size_t huge() const { return sum_of("AnonHugePages:") / 1024; }
  [[nodiscard]] std::size_t resident() const { return sum_of("Rss:") / 1024; }

 private:
  static char mark(std::size_t at) { return static_cast<char>(at / 4096 % 101 + 1); }

  [[nodiscard]] std::size_t sum_of(const std::string& key) const {
    std::ifstream file("/proc/self/smaps");
    const auto begin = reinterpret_cast<std::uintptr_t>(data_);
    std::size_t sum = 0;
    bool ours = false;
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string first;
      std::size_t number = 0;
      words >> first;
      if (first.find('-') != first.npos && first.back() != ':') {
        const std::uintptr_t from = std::stoull(first, nullptr, 16);
        const std::uintptr_t to = std::stoull(first.substr(first.find('-') + 1), nullptr, 16);
        ours = from < begin + size_ && to > begin;
      } else if (ours && first == key && words >> number) {
        sum += number;
      }
    }
    return sum;
  }

  std::size_t size_;
  char* room_;
  char* data_;
};

// Whether this kernel moves memory at all, and does not give huge pages unasked.
bool can_move() {
  Memory memory(4 * kMovedMegabyte);
  memory.fill(4096);
  PageMover mover(PageMover::kWorthwhile);
  if (mover.done() || memory.huge() > 0) return false;
  Memory newer(8 * kMovedMegabyte);
  newer.fill(4096);
  for (unsigned i = 0; i < 100 && !mover.done(); ++i) mover.after_run();
  return newer.huge() > 0;
}

void run(PageMover& mover, unsigned times) {
  for (unsigned i = 0; i < times; ++i) mover.after_run();
}

class PageMoverTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!can_move())
      GTEST_SKIP() << "this system moves nothing to huge pages, or has them everywhere";
  }
};

TEST_F(PageMoverTest, MovesWhatWasFilledSince) {
  Memory older(16 * kMovedMegabyte);
  older.fill(4096);
  const std::size_t before = older.huge();
  PageMover mover(8 * PageMover::kWorthwhile);
  Memory newer(32 * kMovedMegabyte);
  newer.fill(4096);
  run(mover, 100);
  EXPECT_TRUE(mover.done());
  EXPECT_GE(newer.huge(), 30U);
  EXPECT_EQ(older.huge(), before);
  EXPECT_TRUE(newer.intact(4096));
  EXPECT_TRUE(older.intact(4096));
}

TEST_F(PageMoverTest, WaitsUntilASessionIsUsedOften) {
  PageMover mover(8 * PageMover::kWorthwhile);
  Memory newer(16 * kMovedMegabyte);
  newer.fill(4096);
  run(mover, PageMover::kRunsBefore);
  EXPECT_FALSE(mover.done());
  EXPECT_EQ(newer.huge(), 0U);
  run(mover, 1);
  EXPECT_GT(newer.huge(), 0U);
}

TEST_F(PageMoverTest, MovesNoMoreThanAsked) {
  PageMover mover(PageMover::kWorthwhile);
  Memory newer(2 * PageMover::kWorthwhile);
  newer.fill(4096);
  run(mover, 200);
  EXPECT_TRUE(mover.done());
  EXPECT_LE(newer.huge(), PageMover::kWorthwhile / kMovedMegabyte);
  EXPECT_GE(newer.huge(), PageMover::kWorthwhile / kMovedMegabyte / 2);
}

TEST_F(PageMoverTest, SparseMemoryStaysSparse) {
  PageMover mover(8 * PageMover::kWorthwhile);
  Memory newer(32 * kMovedMegabyte);
  newer.fill(64 * 1024);
  const std::size_t resident = newer.resident();
  run(mover, 100);
  EXPECT_EQ(newer.huge(), 0U);
  EXPECT_LE(newer.resident(), resident + 1);
}

TEST_F(PageMoverTest, MemoryThatIsGoneIsPassedOver) {
  PageMover mover(8 * PageMover::kWorthwhile);
  {
    Memory gone(80 * kMovedMegabyte);
    gone.fill(4096);
    run(mover, PageMover::kRunsBefore + 1);  // planned, and only partly moved
  }
  run(mover, 100);
  EXPECT_TRUE(mover.done());
}

TEST_F(PageMoverTest, ContentsAreKeptWhileOthersRead) {
  PageMover mover(8 * PageMover::kWorthwhile);
  Memory newer(64 * kMovedMegabyte);
  newer.fill(4096);
  std::thread other([&] { run(mover, 60); });
  bool intact = true;
  for (int i = 0; i < 20; ++i) intact = newer.intact(4096) && intact;
  run(mover, 60);
  other.join();
  EXPECT_TRUE(intact);
  EXPECT_TRUE(newer.intact(4096));
}

TEST(PageMover, LittleMemoryIsLeftAlone) {
  EXPECT_TRUE(PageMover(PageMover::kWorthwhile - 1).done());
  EXPECT_TRUE(PageMover(0).done());
}

TEST(AddressRanges, DifferenceLeavesOutWhatWasThere) {
  const auto shown = [](const std::vector<AddressRange>& ranges) {
    std::string text;
    for (const AddressRange& each : ranges)
      text += std::to_string(each.begin) + "-" + std::to_string(each.end) + " ";
    return text;
  };
  EXPECT_EQ(shown(difference({{10, 20}}, {})), "10-20 ");
  EXPECT_EQ(shown(difference({{10, 20}}, {{10, 20}})), "");
  EXPECT_EQ(shown(difference({{10, 20}}, {{5, 12}, {15, 16}, {19, 30}})), "12-15 16-19 ");
  EXPECT_EQ(shown(difference({{10, 20}, {30, 40}}, {{0, 5}, {18, 33}})), "10-18 33-40 ");
  EXPECT_EQ(shown(difference({{10, 20}, {30, 40}}, {{20, 30}})), "10-20 30-40 ");
  EXPECT_EQ(shown(difference({}, {{1, 2}})), "");
}

}  // namespace
}  // namespace penstock::sdk
