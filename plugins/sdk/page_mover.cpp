// SPDX-License-Identifier: Apache-2.0
#include "sdk/page_mover.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <exception>
#include <fstream>
#include <string>
#include <string_view>

namespace penstock::sdk {
namespace {

#ifdef __linux__
constexpr std::size_t kHugePageSize = std::size_t{2} << 20;
constexpr int kCollapse = 25;  // MADV_COLLAPSE, which C libraries before 2.37 do not name

bool is_allowed() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  std::string setting;
  return std::getline(file, setting) && setting.find("[never]") == setting.npos;
}

// "7f0012345000-7f0012346000 rw-p 00000000 00:00 0 [heap]"
bool read_line(std::string_view line, AddressRange& range) {
  const char* const end = line.data() + line.size();
  const auto [dash, failure] = std::from_chars(line.data(), end, range.begin, 16);
  if (failure != std::errc() || dash == end) return false;
  const auto [rest, failed] = std::from_chars(dash + 1, end, range.end, 16);
  if (failed != std::errc()) return false;
  const std::string_view fields(rest, static_cast<std::size_t>(end - rest));
  if (!fields.starts_with(" rw-p ")) return false;
  const std::size_t name = fields.find_first_of("[/");
  return name == fields.npos || fields.substr(name) == "[heap]";
}

// Whether nearly all of a huge page's worth of memory is there: moving the rest would take memory
// that nobody has asked for.
bool is_filled(std::uintptr_t block) {
  static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::array<unsigned char, kHugePageSize / 4096> present{};
  if (page < 4096 || ::mincore(reinterpret_cast<void*>(block), kHugePageSize, present.data()) != 0)
    return false;
  const auto pages = static_cast<std::ptrdiff_t>(kHugePageSize / page);
  const auto there = std::count_if(present.begin(), present.begin() + pages,
                                   [](unsigned char each) { return (each & 1U) != 0; });
  return there >= pages - pages / 8;
}
#endif

}  // namespace

std::vector<AddressRange> anonymous_memory() {
  std::vector<AddressRange> ranges;
#ifdef __linux__
  std::ifstream file("/proc/self/maps");
  AddressRange range;
  for (std::string line; std::getline(file, line);)
    if (read_line(line, range)) ranges.push_back(range);
#endif
  return ranges;
}

std::vector<AddressRange> difference(const std::vector<AddressRange>& now,
                                     const std::vector<AddressRange>& before) {
  std::vector<AddressRange> left;
  auto old = before.begin();
  for (AddressRange range : now) {
    while (old != before.end() && old->end <= range.begin) ++old;
    for (auto each = old; each != before.end() && each->begin < range.end; ++each) {
      if (range.begin < each->begin) left.push_back({range.begin, each->begin});
      range.begin = std::max(range.begin, each->end);
    }
    if (range.begin < range.end) left.push_back(range);
  }
  return left;
}

PageMover::PageMover(std::size_t most) : most_(most) {
#ifdef __linux__
  if (most_ >= kWorthwhile && is_allowed())
    before_ = anonymous_memory();
  else
    done_ = true;
#else
  done_ = true;
#endif
}

void PageMover::plan() {
#ifdef __linux__
  std::size_t total = 0;
  for (const AddressRange& range : difference(anonymous_memory(), before_)) {
    std::uintptr_t block = (range.begin + kHugePageSize - 1) / kHugePageSize * kHugePageSize;
    for (; block < range.end && range.end - block >= kHugePageSize && total < most_;
         block += kHugePageSize) {
      if (!is_filled(block)) continue;
      total += kHugePageSize;
      if (!slices_.empty() && slices_.back().end == block && block - slices_.back().begin < kSlice)
        slices_.back().end += kHugePageSize;
      else
        slices_.push_back({block, block + kHugePageSize});
    }
  }
#endif
  before_ = {};
  planned_ = true;
}

void PageMover::after_run() noexcept {
  if (done() || runs_.fetch_add(1, std::memory_order_relaxed) < kRunsBefore) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  try {
    if (!planned_) plan();
  } catch (const std::exception&) {  // no memory: all stays as it is
    slices_.clear();
  }
#ifdef __linux__
  for (std::size_t spent = 0; spent < kSlice && !slices_.empty();) {
    const AddressRange slice = slices_.back();
    const std::size_t size = slice.end - slice.begin;
    slices_.pop_back();
    spent += std::max(size, kSlice / 8);  // a call waits for the other processors
    if (::madvise(reinterpret_cast<void*>(slice.begin), size, kCollapse) == 0) continue;
    if (errno == ENOMEM || errno == EBUSY) slices_.clear();  // no memory in whole huge pages
  }
#endif
  if (slices_.empty()) done_.store(true, std::memory_order_relaxed);
}

}  // namespace penstock::sdk
