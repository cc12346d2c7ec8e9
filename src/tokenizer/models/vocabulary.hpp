// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tokenizer/zeroed_table.hpp"

namespace penstock {
class JsonView;
}

namespace penstock::models {

// Token texts and their ids: open addressing over one text blob, without an object per entry.
// Fill it, call `finish`, then use it from any thread.
class Vocabulary {
 public:
  // Reads {"token": id, ...}; a key given twice keeps its last id. Throws Error{io}.
  [[nodiscard]] static Vocabulary from_json(const JsonView& object);
  // The one that was read apart from the JSON, if there is one, else that of the JSON.
  [[nodiscard]] static Vocabulary take(const JsonView& object,
                                       std::optional<Vocabulary>& read_apart);

  void reserve(std::size_t entries, std::size_t bytes);
  // Returns the entry's index. A text inserted before keeps its index and takes the new id.
  std::uint32_t insert(std::string_view token, std::uint32_t id) {
    return insert(token, key_of(token), id);
  }
  // Inserts many, which waits for memory once instead of for each. At most kMostAtOnce.
  void insert_many(std::span<const std::string_view> tokens, std::span<const std::uint32_t> ids);
  // Prepares the way from id to text. Where entries share an id, the last one answers.
  void finish();

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view token) const noexcept;
  // `find` for many at once. An absent token gets kNoId. At most kMostAtOnce.
  static constexpr std::uint32_t kNoId = 0xFFFFFFFF;
  static constexpr std::size_t kMostAtOnce = 192;
  void find_many(std::span<const std::string_view> tokens, std::span<std::uint32_t> ids) const;
  [[nodiscard]] std::optional<std::string_view> token(std::uint32_t id) const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::string_view text(std::uint32_t entry) const noexcept {
    return {blob_.data() + entries_[entry].offset, entries_[entry].size};
  }
  [[nodiscard]] std::uint32_t id(std::uint32_t entry) const noexcept { return entries_[entry].id; }

 private:
  struct Entry {
    std::uint32_t offset;
    std::uint32_t size;
    std::uint32_t id;
  };
  // Up to 7 bytes with their number, which says all; else a hash, marked as one. 0: no entry.
  using Key = std::uint64_t;
  struct Slot {
    Key key;
    std::uint32_t entry;
    std::uint32_t id;
  };
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;
  static constexpr std::size_t kShort = 7;

  [[nodiscard]] static Key key_of(std::string_view token) noexcept;
  [[nodiscard]] static constexpr bool is_short(Key key) noexcept { return key >> 56 != 0xFF; }
  [[nodiscard]] std::size_t home(Key key) const noexcept {
    return key * 0x9FB21C651E98DF25ULL >> shift_;
  }
  // The first slot, from that of the key on, that has the key or is empty.
  [[nodiscard]] std::size_t probe(Key key) const noexcept {
    std::size_t i = home(key);
    while (slots_[i].key != key && slots_[i].key != 0) i = (i + 1) & mask_;
    return i;
  }
  [[nodiscard]] std::size_t find_slot(std::string_view token, Key key) const noexcept;
  std::uint32_t insert(std::string_view token, Key key, std::uint32_t id);
  void rehash(unsigned bits);

  std::string blob_;
  std::vector<Entry> entries_;
  unsigned shift_ = 60;  // 64 less the bits of a place in the table
  std::size_t mask_ = 15;
  ZeroedTable<Slot> slots_{16};
  // Entry of each id; where ids are far apart, (id, entry) sorted by id instead.
  std::vector<std::uint32_t> entry_of_id_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sparse_;
};

}  // namespace penstock::models
