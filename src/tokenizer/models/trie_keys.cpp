// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/trie_keys.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string_view>

#include "tokenizer/huge_pages.hpp"
#include "tokenizer/models/byte_hash.hpp"
#include "tokenizer/models/trie_places.hpp"

namespace penstock::models {
namespace {

// Keys from which counting beats comparing.
constexpr std::uint32_t kMany = 64;

std::uint64_t window_of(std::string_view text) noexcept {
  return __builtin_bswap64(load_partial(text.data(), text.size()));
}

}  // namespace

TrieKeys::TrieKeys(const std::vector<ByteTrie::Entry>& entries) {
  keys_.reserve(entries.size());
  advise_huge_pages(keys_.data(), entries.size() * sizeof(Key));
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const std::string_view key = entries[i].key;
    if (key.size() >= TriePlaces::kMost) TriePlaces::refuse();
    if (!key.empty()) {
      const auto size = static_cast<std::uint32_t>(key.size());
      keys_.push_back({window_of(key), key.data(), size, entries[i].value, i});
    }
  }
  if (keys_.size() <= kMany) return;
  room_ = std::make_unique_for_overwrite<Key[]>(keys_.size());
  advise_huge_pages(room_.get(), keys_.size() * sizeof(Key));
}

void TrieKeys::arrange(Range& range) {
  if (range.depth != 0 && range.depth % kWindow == 0) load_windows(range);
  if (range.sorted) return;
  if (range.end - range.begin > kMany) {
    distribute(range);
    return;
  }
  sort(range);
  range.sorted = true;
}

void TrieKeys::load_windows(const Range& range) {
  constexpr std::uint32_t kAhead = 8;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    if (i + kAhead < range.end) expect(i + kAhead, range.depth);
    keys_[i].window = window_of(rest(i, range.depth));
  }
}

// Where windows are equal, a key that ends within is the beginning of the other.
void TrieKeys::sort(const Range& range) {
  const std::uint32_t behind = range.depth - range.depth % kWindow + kWindow;
  const auto comes_first = [&](const Key& a, const Key& b) {
    if (a.window != b.window) return a.window < b.window;
    if (a.size > behind && b.size > behind) {
      const std::string_view rest_of_a(a.text + behind, a.size - behind);
      const std::string_view rest_of_b(b.text + behind, b.size - behind);
      const int order = rest_of_a.compare(rest_of_b);
      if (order != 0) return order < 0;
    } else if (a.size != b.size) {
      return a.size < b.size;
    }
    return a.index < b.index;
  };
  std::sort(keys_.begin() + range.begin, keys_.begin() + range.end, comes_first);
}

void TrieKeys::distribute(const Range& range) {
  const auto box_of = [&](std::uint32_t i) {
    return keys_[i].size == range.depth ? std::size_t{0} : byte(i, range.depth) + std::size_t{1};
  };
  std::array<std::uint32_t, 257> next{};
  for (std::uint32_t i = range.begin; i < range.end; ++i) ++next[box_of(i)];
  if (next[box_of(range.begin)] == range.end - range.begin) return;
  std::uint32_t begin = range.begin;
  for (std::uint32_t& place : next) {
    const std::uint32_t count = place;
    place = begin;
    begin += count;
  }
  for (std::uint32_t i = range.begin; i < range.end; ++i) room_[next[box_of(i)]++] = keys_[i];
  std::copy(room_.get() + range.begin, room_.get() + range.end, keys_.begin() + range.begin);
}

}  // namespace penstock::models
