// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/merge_table.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>
#include <vector>

#include "tokenizer/huge_pages.hpp"
#include "tokenizer/two_threads.hpp"

namespace penstock::models {
namespace {

// Merges from which the table does not fit into the near caches, so that a second thread pays.
constexpr std::size_t kRowsForTwoThreads = 20000;
constexpr unsigned kRegionBits = 13;  // slots of a region: 128 KiB

}  // namespace

MergeTable::MergeTable(std::size_t count)
    : mask_(std::bit_ceil(count + count / 2 + 8) - 1),
      slots_(mask_ + 1),
      filter_(kFilterBits * (mask_ + 1) / 64) {}

// One thread fills the first half of the regions, the other the rest.
MergeTable::MergeTable(std::span<const Row> rows) : MergeTable(rows.size()) {
  const bool many = rows.size() >= kRowsForTwoThreads;
  std::unique_ptr<Slot[]> sorted;
  run_both(
      many, [&] { sorted = sort_by_region(rows); },
      [&] {
        for (const Row& row : rows) mark(key_of(row.left, row.right));
      });
  const std::span<const Slot> merges(sorted.get(), rows.size());
  const std::size_t middle = many ? (mask_ + 1) / 2 : mask_ + 1;
  const auto split = std::partition_point(
      merges.begin(), merges.end(), [&](const Slot& merge) { return slot_of(merge.key) < middle; });
  const auto in_first = static_cast<std::size_t>(split - merges.begin());
  std::vector<Slot> left_over;
  std::vector<Slot> more;
  run_both(
      many, [&] { left_over = insert_all(merges.first(in_first), middle); },
      [&] { more = insert_all(merges.subspan(in_first), mask_ + 1); });
  for (const Slot& merge : left_over) insert(merge);
  for (const Slot& merge : more) insert(merge);
}

std::unique_ptr<MergeTable::Slot[]> MergeTable::sort_by_region(std::span<const Row> rows) const {
  const auto region_of = [&](const Row& row) {
    return slot_of(key_of(row.left, row.right)) >> kRegionBits;
  };
  std::vector<std::uint32_t> next((mask_ >> kRegionBits) + 1);
  for (const Row& row : rows) ++next[region_of(row)];
  std::uint32_t begin = 0;
  for (std::uint32_t& place : next) begin += std::exchange(place, begin);
  auto sorted = std::make_unique_for_overwrite<Slot[]>(rows.size());
  advise_huge_pages(sorted.get(), rows.size() * sizeof(Slot));
  std::uint32_t rank_after = 0;
  for (const Row& row : rows) {
    sorted[next[region_of(row)]++] = {key_of(row.left, row.right), ++rank_after, row.id};
  }
  return sorted;
}

std::vector<MergeTable::Slot> MergeTable::insert_all(std::span<const Slot> merges,
                                                     std::size_t end) {
  std::vector<Slot> left_over;
  for (const Slot& merge : merges) {
    if (!insert(merge, end)) left_over.push_back(merge);
  }
  return left_over;
}

bool MergeTable::insert(const Slot& merge, std::size_t end) noexcept {
  std::size_t i = slot_of(merge.key);
  while (i < end && slots_[i].rank_after != 0 && slots_[i].key != merge.key) ++i;
  if (i == end) return false;
  slots_[i] = merge;
  return true;
}

void MergeTable::insert(const Slot& merge) noexcept {
  std::size_t i = slot_of(merge.key);
  while (slots_[i].rank_after != 0 && slots_[i].key != merge.key) i = (i + 1) & mask_;
  slots_[i] = merge;
}

void MergeTable::insert(std::uint32_t left, std::uint32_t right, Merge merge) noexcept {
  const std::uint64_t key = key_of(left, right);
  insert({key, merge.rank + 1, merge.id});
  mark(key);
}

}  // namespace penstock::models
