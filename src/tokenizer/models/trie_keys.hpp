// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "tokenizer/models/byte_trie.hpp"

namespace penstock::models {

// The keys of a trie in the order in which it is built: sorted by one byte at a time, as far as the
// trie has come, and eight bytes of each at hand.
class TrieKeys {
 public:
  // Keys [begin, end) that share their first `depth` bytes. `sorted`: by all their bytes.
  struct Range {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t depth;
    bool sorted;
  };

  // Without the empty ones. Throws Error{io} for a key too long for any trie.
  explicit TrieKeys(const std::vector<ByteTrie::Entry>& entries);

  [[nodiscard]] Range all() const noexcept {
    return {0, static_cast<std::uint32_t>(keys_.size()), 0, false};
  }
  // Puts those that end at `depth` first and the others behind them, by their next byte; equal keys
  // keep their order. Must be asked for each depth in turn.
  void arrange(Range& range);

  [[nodiscard]] std::uint32_t value(std::uint32_t i) const noexcept { return keys_[i].value; }
  [[nodiscard]] std::uint32_t size(std::uint32_t i) const noexcept { return keys_[i].size; }
  // Its bytes from `depth` on, and word that they are wanted soon.
  [[nodiscard]] std::string_view rest(std::uint32_t i, std::uint32_t depth) const noexcept {
    return {keys_[i].text + depth, keys_[i].size - depth};
  }
  void expect(std::uint32_t i, std::uint32_t depth) const noexcept {
    __builtin_prefetch(keys_[i].text + depth);
  }
  // The byte at `depth`, for which the key was arranged.
  [[nodiscard]] std::uint8_t byte(std::uint32_t i, std::uint32_t depth) const noexcept {
    return static_cast<std::uint8_t>(keys_[i].window >> (56 - 8 * (depth % kWindow)));
  }

 private:
  static constexpr std::uint32_t kWindow = 8;
  struct Key {
    std::uint64_t window;  // bytes from the last multiple of 8 on, the first one highest
    const char* text;
    std::uint32_t size;
    std::uint32_t value;
    std::uint32_t index;  // in the list of entries
  };

  void load_windows(const Range& range);
  void sort(const Range& range);
  void distribute(const Range& range);

  std::vector<Key> keys_;
  std::unique_ptr<Key[]> room_;  // for as many, to sort
};

}  // namespace penstock::models
