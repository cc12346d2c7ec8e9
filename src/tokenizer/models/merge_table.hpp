// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tokenizer/zeroed_table.hpp"

namespace penstock::models {

// BPE's merges: (left id, right id) -> (rank, id of the merged token), by open addressing.
class MergeTable {
 public:
  struct Merge {
    std::uint32_t rank = kNoRank;  // lower merges first
    std::uint32_t id = 0;
  };
  // A merge of a list, whose place in it is the rank.
  struct Row {
    std::uint32_t left;
    std::uint32_t right;
    std::uint32_t id;
  };
  static constexpr std::uint32_t kNoRank = 0xFFFFFFFF;

  MergeTable() : MergeTable(0) {}
  // Makes room for `count` merges; no more may be inserted.
  explicit MergeTable(std::size_t count);

  // All of a list; of equal pairs the last one counts.
  explicit MergeTable(std::span<const Row> rows);

  // A pair inserted before takes the new merge.
  void insert(std::uint32_t left, std::uint32_t right, Merge merge) noexcept;

  // rank is kNoRank when the pair does not merge.
  [[nodiscard]] Merge find(std::uint32_t left, std::uint32_t right) const noexcept {
    const std::uint64_t key = key_of(left, right);
    if (!may_hold(key)) return {};
    for (std::size_t i = slot_of(key);; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.key == key || slot.rank_after == 0) return {slot.rank_after - 1, slot.id};
    }
  }

 private:
  struct Slot {
    std::uint64_t key;
    std::uint32_t rank_after;  // the rank plus one; 0: no merge
    std::uint32_t id;
  };
  // From the slot where it is looked for first, up to `end`; false where there is none.
  bool insert(const Slot& merge, std::size_t end) noexcept;
  void insert(const Slot& merge) noexcept;
  void mark(std::uint64_t key) noexcept {
    const std::size_t bit = bit_of(key);
    filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  // Those of a list, sorted by the region of the table in which they begin to look for their slot.
  [[nodiscard]] std::unique_ptr<Slot[]> sort_by_region(std::span<const Row> rows) const;
  // Answers those that find no slot before `end`.
  [[nodiscard]] std::vector<Slot> insert_all(std::span<const Slot> merges, std::size_t end);
  static constexpr std::uint64_t key_of(std::uint32_t left, std::uint32_t right) noexcept {
    return std::uint64_t{left} << 32 | right;
  }
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const noexcept {
    return ((key * 0x9E3779B97F4A7C15ULL) >> 24) & mask_;
  }

  // Most pairs do not merge; a bit per hash value tells that of most of them, and these bits stay
  // in the near caches.
  static constexpr std::size_t kFilterBits = 8;  // for each slot
  [[nodiscard]] std::size_t bit_of(std::uint64_t key) const noexcept {
    return (key * 0xD6E8FEB86659FD93ULL >> 20) & (kFilterBits * (mask_ + 1) - 1);
  }
  [[nodiscard]] bool may_hold(std::uint64_t key) const noexcept {
    const std::size_t bit = bit_of(key);
    return ((filter_[bit / 64] >> (bit % 64)) & 1U) != 0;
  }

  std::size_t mask_;
  ZeroedTable<Slot> slots_;
  ZeroedTable<std::uint64_t> filter_;
};

}  // namespace penstock::models
