// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/trie_places.hpp"

#include <algorithm>
#include <bit>
#include <penstock/error.hpp>

namespace penstock::models {
namespace {

// Blocks tried before a new one is opened: the oldest for an only child, which fill up so, else the
// newest.
constexpr std::size_t kOldTries = 4;
constexpr std::size_t kNewTries = 2;
// The oldest block is given up after so many children found no place in it.
constexpr int kMostMisses = 4;
// Free places that are tried for several children, of each half word: letters lie in one, where the
// first free places are what other nodes could not use.
constexpr int kPlaceTries = 3;

// Bit i of the answer is bit i ^ by of `bits`; by < 64.
std::uint64_t xor_places(std::uint64_t bits, unsigned by) noexcept {
  constexpr std::array<std::uint64_t, 6> kLow{0x5555555555555555, 0x3333333333333333,
                                              0x0F0F0F0F0F0F0F0F, 0x00FF00FF00FF00FF,
                                              0x0000FFFF0000FFFF, 0x00000000FFFFFFFF};
  for (unsigned i = 0; i < kLow.size(); ++i) {
    const unsigned step = 1U << i;
    const std::uint64_t swapped = ((bits >> step) & kLow[i]) | ((bits & kLow[i]) << step);
    const std::uint64_t chosen = std::uint64_t{0} - ((by >> i) & 1U);
    bits ^= (bits ^ swapped) & chosen;
  }
  return bits;
}

}  // namespace

TriePlaces::TriePlaces() {
  add_block();
  blocks_[0].free[0] &= ~std::uint64_t{1};
  --blocks_[0].left;
}

void TriePlaces::refuse() {
  throw Error(ErrorCode::io, "the tokenizer's vocabulary is too large for its trie");
}

// The first two bases of a block belong to no node (byte_trie.cpp).
void TriePlaces::add_block() {
  if (size() + kBlock > kMost) refuse();
  Block block{};
  block.free.fill(~std::uint64_t{0});
  block.used[0] = 3;
  block.left = kBlock;
  blocks_.push_back(block);
}

std::uint32_t TriePlaces::take(std::span<const std::uint8_t> labels) {
  return labels.size() == 1 ? take_for_one(labels) : take_for_many(labels);
}

std::uint32_t TriePlaces::take_for_one(std::span<const std::uint8_t> label) {
  for (std::size_t at = oldest_; at < blocks_.size() && at < oldest_ + kOldTries; ++at) {
    const std::uint32_t base = find_for_one(blocks_[at], label[0]);
    if (base != kNone) return take_in(at, base, label);
    if (at == oldest_ && (blocks_[at].left == 0 || ++misses_ == kMostMisses)) {
      ++oldest_;
      misses_ = 0;
    }
  }
  return take_for_many(label);
}

std::uint32_t TriePlaces::take_for_many(std::span<const std::uint8_t> labels) {
  for (std::size_t tries = 0; tries < kNewTries && tries < blocks_.size(); ++tries) {
    const std::size_t at = blocks_.size() - 1 - tries;
    const std::uint32_t base = find(blocks_[at], labels);
    if (base != kNone) return take_in(at, base, labels);
  }
  add_block();
  return take_in(blocks_.size() - 1, find(blocks_.back(), labels), labels);
}

std::uint32_t TriePlaces::find_for_one(const Block& block, std::uint8_t label) {
  if (block.left == 0) return kNone;
  for (std::uint32_t word = 0; word < block.free.size(); ++word) {
    const std::uint64_t free = block.free[word];
    if (free == 0) continue;
    const std::uint32_t base_word = word ^ (label / 64U);
    const std::uint64_t bases = xor_places(free, label % 64U) & ~block.used[base_word];
    if (bases != 0) return base_word * 64 + static_cast<std::uint32_t>(std::countr_zero(bases));
  }
  return kNone;
}

// A block without nodes has a base for any labels behind one of its first three places.
std::uint32_t TriePlaces::find(const Block& block, std::span<const std::uint8_t> labels) {
  if (block.left < labels.size()) return kNone;
  for (std::uint32_t begin = 0; begin < kBlock; begin += 32) {
    auto bits = static_cast<std::uint32_t>(block.free[begin / 64] >> (begin % 64));
    for (int tries = 0; bits != 0 && tries < kPlaceTries; ++tries, bits &= bits - 1) {
      const std::uint32_t base =
          (begin + static_cast<std::uint32_t>(std::countr_zero(bits))) ^ labels[0];
      const bool fits = !has(block.used, base) &&
                        std::all_of(labels.begin() + 1, labels.end(), [&](std::uint8_t label) {
                          return has(block.free, base ^ label);
                        });
      if (fits) return base;
    }
  }
  return kNone;
}

std::uint32_t TriePlaces::take_in(std::size_t at, std::uint32_t base,
                                  std::span<const std::uint8_t> labels) {
  Block& block = blocks_[at];
  block.used[base / 64] |= std::uint64_t{1} << (base % 64);
  for (const std::uint8_t label : labels) {
    const std::uint32_t place = base ^ label;
    block.free[place / 64] &= ~(std::uint64_t{1} << (place % 64));
  }
  block.left -= static_cast<std::uint32_t>(labels.size());
  return static_cast<std::uint32_t>(at) * kBlock + base;
}

}  // namespace penstock::models
