// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/merge_table.hpp"

#include <bit>
#include <memory>
#include <vector>

#include "tokenizer/huge_pages.hpp"
#include "tokenizer/two_threads.hpp"

namespace penstock::models {
namespace {

// Merges from which the table does not fit into the near caches, so that a second thread and
// filling it region by region pay.
constexpr std::size_t kManyMerges = 20000;
constexpr unsigned kRegionBits = 13;  // slots of a region: 128 KiB

}  // namespace

MergeTable::MergeTable(std::size_t count)
    : mask_(std::bit_ceil(count + count / 2 + 8) - 1),
      slots_(mask_ + 1),
      filter_(kFilterBits * (mask_ + 1) / 64) {}

MergeTable::MergeTable(std::span<const Row> rows) : MergeTable(rows.size()) {
  run_both(
      rows.size() >= kManyMerges, [&] { insert_by_region(rows); },
      [&] {
        for (const Row& row : rows) mark(key_of(row.left, row.right));
      });
}

// Sorts the merges by the region of the table in which they begin to look for their slot.
void MergeTable::insert_by_region(std::span<const Row> rows) {
  const auto region_of = [&](const Row& row) {
    return slot_of(key_of(row.left, row.right)) >> kRegionBits;
  };
  std::vector<std::uint32_t> next((mask_ >> kRegionBits) + 1);
  for (const Row& row : rows) ++next[region_of(row)];
  std::uint32_t begin = 0;
  for (std::uint32_t& place : next) {
    const std::uint32_t count = place;
    place = begin;
    begin += count;
  }
  const auto sorted = std::make_unique_for_overwrite<Slot[]>(rows.size());
  advise_huge_pages(sorted.get(), rows.size() * sizeof(Slot));
  std::uint32_t rank_after = 0;
  for (const Row& row : rows) {
    sorted[next[region_of(row)]++] = {key_of(row.left, row.right), ++rank_after, row.id};
  }
  for (std::size_t i = 0; i < rows.size(); ++i) insert(sorted[i]);
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
