// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

  void reserve(std::size_t entries, std::size_t bytes);
  // Returns the entry's index. A text inserted before keeps its index and takes the new id.
  std::uint32_t insert(std::string_view token, std::uint32_t id);
  // Prepares the way from id to text. Where entries share an id, the last one answers.
  void finish();

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view token) const noexcept;
  // `find` for many at once, which waits for memory once instead of for each. An absent token gets
  // kNoId. At most kMostAtOnce.
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
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t entry = kEmpty;
  };
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;

  [[nodiscard]] std::size_t find_slot(std::string_view token, std::uint64_t hash) const noexcept;
  void rehash(std::size_t slot_count);

  std::string blob_;
  std::vector<Entry> entries_;
  std::vector<Slot> slots_ = std::vector<Slot>(16);
  // Entry of each id; where ids are far apart, (id, entry) sorted by id instead.
  std::vector<std::uint32_t> entry_of_id_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sparse_;
};

}  // namespace penstock::models
