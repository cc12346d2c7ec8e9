// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tokenizer/model.hpp"
#include "tokenizer/models/byte_hash.hpp"
#include "tokenizer/zeroed_table.hpp"

namespace penstock::kernels {

// What PieceCache cannot hold: longer pieces, and those of more tokens, as words of other scripts
// are. Two cache lines an entry, fixed in size (8 MiB). Results do not depend on it.
class LongPieceCache {
 public:
  static constexpr std::size_t kMaxBytes = 55;
  static constexpr std::size_t kMaxTokens = 12;

  // The bytes, zero-padded, and in the last byte the size and a flag.
  using Key = std::array<std::uint64_t, 7>;
  struct alignas(64) Entry {
    Key key{};
    std::array<std::uint32_t, kMaxTokens> ids{};
    std::array<std::uint8_t, kMaxTokens> ends{};
    std::uint8_t count = 0;      // 0: nothing is kept here
    std::uint16_t verbatim = 0;  // a bit for each token
  };

  // As for PieceCache, with the same numbers.
  [[nodiscard]] static LongPieceCache& of_thread(std::uint64_t owner);

  // `piece` has at most kMaxBytes.
  [[nodiscard]] static Key key_of(std::string_view piece, bool flag) noexcept {
    Key key{};
    std::size_t word = 0;
    std::size_t at = 0;
    for (; piece.size() - at > 8; at += 8) key[word++] = models::load_partial(&piece[at], 8);
    key[word] = models::load_partial(piece.data() + at, piece.size() - at);
    key[6] |= (std::uint64_t{piece.size()} | (flag ? 0x80U : 0U)) << 56;
    return key;
  }

  // Tells the machine that `find` follows.
  void prefetch(const Key& key) const noexcept {
    const auto* const line = reinterpret_cast<const char*>(&entries_[slot_of(key)]);
    __builtin_prefetch(line);
    __builtin_prefetch(line + 64);
  }
  // Null when the piece is not kept.
  [[nodiscard]] const Entry* find(const Key& key) const noexcept {
    const Entry* pair = &entries_[slot_of(key)];
    if (pair[0].count != 0 && equal(pair[0].key, key)) return pair;
    return pair[1].count != 0 && equal(pair[1].key, key) ? pair + 1 : nullptr;
  }

  // Appends the tokens of a kept piece; false when it is not kept.
  bool append(const Key& key, std::vector<Token>& out) const {
    const Entry* entry = find(key);
    std::uint32_t begin = 0;
    for (std::size_t i = 0; entry != nullptr && i < entry->count; ++i) {
      out.push_back({entry->ids[i], begin, entry->ends[i], ((entry->verbatim >> i) & 1U) != 0});
      begin = entry->ends[i];
    }
    return entry != nullptr;
  }

  // Keeps the tokens of a piece unless they are too many or do not follow one another.
  void store(const Key& key, std::span<const Token> tokens) noexcept;

 private:
  static constexpr std::size_t kEntries = std::size_t{1} << 16;

  LongPieceCache() : entries_(kEntries) {}

  [[nodiscard]] static bool equal(const Key& a, const Key& b) noexcept {
    std::uint64_t different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) different |= a[i] ^ b[i];
    return different == 0;
  }

  // The first of the two neighbours where the key may lie.
  [[nodiscard]] static std::size_t slot_of(const Key& key) noexcept {
    // Odd, and no two alike: the products do not wait for each other.
    constexpr std::array<std::uint64_t, 7> kFactors{
        0x9FB21C651E98DF25, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
        0x8EBC6AF09C88C6E3, 0x589965CC75374CC3, 0x9E3779B97F4A7C15};
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < key.size(); ++i) {
      const std::uint64_t product = key[i] * kFactors[i];
      hash += product ^ (product >> 32);
    }
    return (hash * 0x9FB21C651E98DF25ULL >> 40) & (kEntries - 2);
  }

  ZeroedTable<Entry> entries_;
};

}  // namespace penstock::kernels
