// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace penstock::models {

// Which places and bases of a ByteTrie are taken, while it is built. Both come in blocks of 256,
// with a bit for each; a base and its children's places lie in one block.
class TriePlaces {
 public:
  static constexpr std::uint32_t kBlock = 256;
  static constexpr std::uint32_t kMost = 1U << 24;

  // One block, whose first place is taken.
  TriePlaces();

  // A base of which no node has children yet, so that base ^ label is free for every label; takes
  // all of them. The labels differ. Throws Error{io} beyond kMost places.
  [[nodiscard]] std::uint32_t take(std::span<const std::uint8_t> labels);
  // Throws what `take` throws.
  [[noreturn]] static void refuse();
  // Places of all blocks.
  [[nodiscard]] std::size_t size() const noexcept { return blocks_.size() * kBlock; }

 private:
  using Bits = std::array<std::uint64_t, kBlock / 64>;
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Block {
    Bits free;  // places
    Bits used;  // bases
    std::uint32_t left;
  };

  [[nodiscard]] static bool has(const Bits& bits, std::uint32_t i) noexcept {
    return ((bits[i / 64] >> (i % 64)) & 1U) != 0;
  }
  void add_block();
  // A base within the block, or kNone; for one label if there is any.
  [[nodiscard]] static std::uint32_t find(const Block& block, std::span<const std::uint8_t> labels);
  [[nodiscard]] static std::uint32_t find_for_one(const Block& block, std::uint8_t label);
  [[nodiscard]] std::uint32_t take_for_one(std::span<const std::uint8_t> label);
  [[nodiscard]] std::uint32_t take_for_many(std::span<const std::uint8_t> labels);
  [[nodiscard]] std::uint32_t take_in(std::size_t at, std::uint32_t base,
                                      std::span<const std::uint8_t> labels);

  std::vector<Block> blocks_;
  std::size_t oldest_ = 0;  // block in which only children look for room
  int misses_ = 0;          // of only children in it
};

}  // namespace penstock::models
