// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "tokenizer/model.hpp"
#include "tokenizer/models/byte_hash.hpp"
#include "tokenizer/zeroed_table.hpp"

namespace penstock::kernels {

// What remains of the two words of a key, by the size of the piece.
struct KeyMask {
  std::uint64_t low;
  std::uint64_t high;
};
constexpr std::array<KeyMask, 17> make_key_masks() {
  std::array<KeyMask, 17> masks{};
  for (unsigned size = 0; size <= 16; ++size) {
    masks[size].low = size >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * size)) - 1;
    if (size > 8) {
      masks[size].high =
          size >= 16 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * (size - 8))) - 1;
    }
  }
  return masks;
}
inline constexpr std::array<KeyMask, 17> kKeyMasks = make_key_masks();

// Ids of the short pieces that a thread met lately. A piece has four places, in two neighbouring
// cache lines; those met again lie in the first. Fixed in size (4 MiB): a new piece takes the place
// of an older one. Results do not depend on it.
class PieceCache {
 public:
  static constexpr std::size_t kMaxBytes = 15;
  static constexpr std::size_t kMaxTokens = 3;

  // The piece's bytes, zero-padded, and in the last byte its size and a flag.
  struct Key {
    std::uint64_t low;
    std::uint64_t high;
    bool operator==(const Key& other) const noexcept {
      return ((low ^ other.low) | (high ^ other.high)) == 0;
    }
  };
  struct Entry {
    Key key{0, 0};
    std::array<std::uint32_t, kMaxTokens> ids{};
    std::array<std::uint8_t, kMaxTokens> ends{};
    std::uint8_t count = 0;
  };

  // The calling thread's cache for the kernel numbered `owner`. A thread keeps the caches of the
  // few kernels that it used last.
  [[nodiscard]] static PieceCache& of_thread(std::uint64_t owner);
  [[nodiscard]] static std::uint64_t next_owner() noexcept;

  // `size` is 1 to kMaxBytes; bytes up to `end` may be read.
  [[nodiscard]] static Key key_of(const char* at, std::size_t size, const char* end,
                                  bool flag) noexcept {
    const std::uint64_t tag = (std::uint64_t{size} | (flag ? 0x80U : 0U)) << 56;
    std::uint64_t low;
    std::uint64_t high;
    if (end - at >= 16) {
      std::memcpy(&low, at, 8);
      std::memcpy(&high, at + 8, 8);
      low &= kKeyMasks[size].low;
      high &= kKeyMasks[size].high;
    } else {
      low = models::load_partial(at, size < 8 ? size : 8);
      high = size > 8 ? models::load_partial(at + 8, size - 8) : 0;
    }
    return {low, high | tag};
  }

  // Tells the machine that `find` follows.
  void prefetch(const Key& key) const noexcept { __builtin_prefetch(&entries_[slot_of(key)]); }
  // Null when the piece is not kept.
  [[nodiscard, gnu::always_inline]] const Entry* find(const Key& key) noexcept {
    Entry* places = &entries_[slot_of(key)];
    if (places[0].key == key) return places;
    if (places[1].key == key) return places + 1;
    return find_behind(key, places);
  }

  // Whether `find` would find it; moves nothing.
  [[nodiscard]] bool holds(const Key& key) const noexcept {
    const Entry* places = &entries_[slot_of(key)];
    for (std::size_t i = 0; i < kPlaces; ++i) {
      if (places[i].key == key) return true;
    }
    return false;
  }

  // Keeps the tokens of a piece unless they are too many or do not follow one another; answers
  // whether it did.
  bool store(const Key& key, std::span<const Token> tokens) noexcept;

 private:
  static constexpr std::size_t kEntries = std::size_t{1} << 17;
  static constexpr std::size_t kPlaces = 4;

  PieceCache() : entries_(kEntries) {}

  // In the second line; brings what it finds to the first.
  [[nodiscard, gnu::noinline]] static const Entry* find_behind(const Key& key,
                                                               Entry* places) noexcept {
    for (std::size_t i = 2; i < kPlaces; ++i) {
      if (!(places[i].key == key)) continue;
      std::swap(places[1], places[i]);
      return places + 1;
    }
    return nullptr;
  }

  // The first of the neighbours where the key may lie.
  [[nodiscard]] static std::size_t slot_of(const Key& key) noexcept {
    const std::uint64_t hash =
        (key.low * 0x9FB21C651E98DF25ULL) ^ (key.high * 0xD6E8FEB86659FD93ULL);
    return (hash >> 40 ^ hash >> 20) & (kEntries - kPlaces);
  }

  ZeroedTable<Entry> entries_;
};

}  // namespace penstock::kernels
