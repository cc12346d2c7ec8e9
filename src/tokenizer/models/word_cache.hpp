// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "tokenizer/model.hpp"
#include "tokenizer/models/byte_hash.hpp"

namespace penstock::models {

// What a model made of the short pieces that a thread met lately. Fixed in size (2 MiB): a new
// piece takes the place of an older one. Results do not depend on it.
class WordCache {
 public:
  static constexpr std::size_t kMaxBytes = 23;  // longer pieces are not kept
  static constexpr std::size_t kMaxTokens = 7;

  // The calling thread's cache for the model numbered `owner` (see next_owner). A thread keeps the
  // caches of the few models that it used last.
  [[nodiscard]] static WordCache& of_thread(std::uint64_t owner);
  // A number that no other model of this process has.
  [[nodiscard]] static std::uint64_t next_owner() noexcept;

  // Appends the tokens of a kept piece; false when the piece is not kept.
  bool append(std::string_view piece, std::vector<Token>& out) const {
    if (piece.size() > kMaxBytes) return false;
    const Key key = key_of(piece);
    const Entry* pair = &entries_[slot_of(key)];
    const Entry& entry = pair[0].key == key ? pair[0] : pair[1];
    if (entry.key != key || entry.count == 0) return false;
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < entry.count; ++i) {
      const std::uint32_t end = entry.ends[i];
      out.push_back({entry.ids[i], begin, end, ((entry.verbatim >> i) & 1U) != 0});
      begin = end;
    }
    return true;
  }

  // Keeps the tokens of `piece` unless they are too many or do not follow one another.
  void store(std::string_view piece, std::span<const Token> tokens);

 private:
  using Key = std::array<std::uint64_t, 3>;
  struct alignas(64) Entry {
    Key key{};
    std::array<std::uint32_t, kMaxTokens> ids{};
    std::array<std::uint8_t, kMaxTokens> ends{};
    std::uint8_t count = 0;
    std::uint8_t verbatim = 0;  // one bit for each token
  };
  static constexpr std::size_t kEntries = std::size_t{1} << 15;

  WordCache();

  // The bytes, zero-padded, and the size in the last byte.
  static Key key_of(std::string_view piece) noexcept {
    const char* at = piece.data();
    const std::size_t size = piece.size();
    const std::uint64_t tag = std::uint64_t{size} << 56;
    if (size <= 8) return {load_partial(at, size), 0, tag};
    if (size <= 16) return {load_partial(at, 8), load_partial(at + 8, size - 8), tag};
    return {load_partial(at, 8), load_partial(at + 8, 8), tag | load_partial(at + 16, size - 16)};
  }
  // The first of the two neighbours where the key may lie.
  static std::size_t slot_of(const Key& key) noexcept {
    const std::uint64_t hash =
        mix((key[0] * 0xD6E8FEB86659FD93ULL) ^ (key[1] * 0xA0761D6478BD642FULL) ^
            (key[2] * 0xE7037ED1A0B428DBULL));
    return hash & (kEntries - 2);
  }

  std::unique_ptr<Entry[]> entries_;
};

}  // namespace penstock::models
