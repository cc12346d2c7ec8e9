// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/merge_table.hpp"

#include <bit>

namespace penstock::models {

MergeTable::MergeTable(std::size_t count)
    : slots_(std::bit_ceil(count * 2 + 2)), mask_(slots_.size() - 1) {}

void MergeTable::insert(std::uint32_t left, std::uint32_t right, Merge merge) noexcept {
  const std::uint64_t key = key_of(left, right);
  std::size_t i = slot_of(key);
  while (slots_[i].merge.rank != kNoRank && slots_[i].key != key) i = (i + 1) & mask_;
  slots_[i] = {key, merge};
}

}  // namespace penstock::models
