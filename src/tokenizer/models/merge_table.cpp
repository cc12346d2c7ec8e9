// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/merge_table.hpp"

#include <bit>

namespace penstock::models {

MergeTable::MergeTable(std::size_t count)
    : mask_(std::bit_ceil(count + count / 2 + 8) - 1),
      slots_(mask_ + 1),
      filter_(kFilterBits * (mask_ + 1) / 64) {}

void MergeTable::insert(std::uint32_t left, std::uint32_t right, Merge merge) noexcept {
  const std::uint64_t key = key_of(left, right);
  std::size_t i = slot_of(key);
  while (slots_[i].rank_after != 0 && slots_[i].key != key) i = (i + 1) & mask_;
  slots_[i] = {key, merge.rank + 1, merge.id};
  const std::size_t bit = bit_of(key);
  filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

}  // namespace penstock::models
