// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/byte_trie.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <penstock/error.hpp>

#include "tokenizer/models/byte_hash.hpp"

namespace penstock::models {
namespace {

constexpr std::uint32_t kBlock = 256;
constexpr std::uint32_t kMaxUnits = 1U << 24;
constexpr std::uint32_t kNil = 0xFFFFFFFF;
// Places tried before a new block is opened: the oldest for an only child, then the newest.
constexpr int kHoleTries = 8;
constexpr int kTries = 48;

// A key with its first bytes as one big-endian number, which decides most comparisons.
struct SortKey {
  std::uint64_t prefix;
  std::uint32_t index;
};

std::uint64_t big_endian_prefix(std::string_view key) noexcept {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0U);
  }
  return prefix;
}

// Sorts by bytes and keeps the last of equal keys.
void sort_unique(std::vector<ByteTrie::Entry>& entries) {
  std::vector<SortKey> keys;
  keys.reserve(entries.size());
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].key.empty()) keys.push_back({big_endian_prefix(entries[i].key), i});
  }
  std::sort(keys.begin(), keys.end(), [&](const SortKey& a, const SortKey& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int order = entries[a.index].key.compare(entries[b.index].key);
    return order != 0 ? order < 0 : a.index < b.index;
  });
  std::vector<ByteTrie::Entry> sorted;
  sorted.reserve(keys.size());
  for (const SortKey& key : keys) {
    const ByteTrie::Entry& entry = entries[key.index];
    if (!sorted.empty() && sorted.back().key == entry.key) sorted.pop_back();
    sorted.push_back(entry);
  }
  entries = std::move(sorted);
}

}  // namespace

// Places the nodes one by one. Free places form a ring through `next_` and `previous_`; a node with
// one child takes the oldest free place, which fills the holes that the others leave.
class ByteTrieBuilder {
 public:
  explicit ByteTrieBuilder(std::vector<ByteTrie::Unit>& units) : units_(units) {
    add_block();
    take(ByteTrie::kRoot);
  }

  void build(const std::vector<ByteTrie::Entry>& sorted) {
    std::vector<Range> open{{0, sorted.size(), 0, ByteTrie::kRoot}};
    while (!open.empty()) {
      const Range range = open.back();
      open.pop_back();
      place_children(sorted, range, open);
    }
  }

 private:
  // The entries [begin, end), which share their first `depth` bytes, below `node`.
  struct Range {
    std::size_t begin;
    std::size_t end;
    std::size_t depth;
    std::uint32_t node;
  };

  void place_children(const std::vector<ByteTrie::Entry>& sorted, Range range,
                      std::vector<Range>& open) {
    if (range.begin < range.end && sorted[range.begin].key.size() == range.depth) {
      units_[range.node].value = sorted[range.begin].value;
      ++range.begin;
    }
    if (range.begin == range.end) return;
    std::array<std::uint8_t, kBlock> labels{};
    std::size_t count = 0;
    const std::size_t first_child = open.size();
    for (std::size_t i = range.begin; i < range.end; ++i) {
      const auto label = static_cast<std::uint8_t>(sorted[i].key[range.depth]);
      if (count == 0 || labels[count - 1] != label) {
        labels[count++] = label;
        open.push_back({i, i, range.depth + 1, 0});
      }
      open.back().end = i + 1;
    }
    const std::uint32_t base = find_base(labels.data(), count);
    used_[base] = true;
    units_[range.node].link = base << 8 | (units_[range.node].link & 0xFFU);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t place = base ^ labels[i];
      take(place);
      units_[place].link = labels[i];
      open[first_child + i].node = place;
    }
  }

  std::uint32_t find_base(const std::uint8_t* labels, std::size_t count) {
    std::uint32_t place = head_;
    for (int tries = 0; count == 1 && place != kNil && tries < kHoleTries; ++tries) {
      if (fits(place ^ labels[0], labels, count)) return place ^ labels[0];
      place = next_[place];
    }
    place = tail_;
    for (int tries = 0; place != kNil && tries < kTries; ++tries) {
      if (fits(place ^ labels[0], labels, count)) return place ^ labels[0];
      place = previous_[place];
    }
    const auto start = static_cast<std::uint32_t>(units_.size());
    add_block();
    return start + 2;
  }

  [[nodiscard]] bool fits(std::uint32_t base, const std::uint8_t* labels, std::size_t count) const {
    if ((base & (kBlock - 1)) < 2 || used_[base]) return false;
    return std::all_of(labels, labels + count,
                       [&](std::uint8_t label) { return free_[base ^ label]; });
  }

  // The first two bases of a block belong to no node: a leaf has base 0, and the byte of a free
  // place is chosen so that it could only be a child of base 1 of its block.
  void add_block() {
    const auto start = static_cast<std::uint32_t>(units_.size());
    if (start + kBlock > kMaxUnits) {
      throw Error(ErrorCode::io, "the tokenizer's vocabulary is too large for its trie");
    }
    units_.resize(start + kBlock);
    used_.resize(start + kBlock, false);
    free_.resize(start + kBlock, true);
    next_.resize(start + kBlock, kNil);
    previous_.resize(start + kBlock, kNil);
    for (std::uint32_t place = start; place < start + kBlock; ++place) {
      units_[place].link = (place & (kBlock - 1)) ^ 1U;
      previous_[place] = tail_;
      if (tail_ == kNil) {
        head_ = place;
      } else {
        next_[tail_] = place;
      }
      tail_ = place;
    }
  }

  void take(std::uint32_t place) {
    free_[place] = false;
    const std::uint32_t before = previous_[place];
    const std::uint32_t after = next_[place];
    (before == kNil ? head_ : next_[before]) = after;
    (after == kNil ? tail_ : previous_[after]) = before;
  }

  std::vector<ByteTrie::Unit>& units_;
  std::vector<bool> used_;  // bases
  std::vector<bool> free_;  // places
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> previous_;
  std::uint32_t head_ = kNil;
  std::uint32_t tail_ = kNil;
};

ByteTrie::ByteTrie(std::vector<Entry> entries) {
  sort_unique(entries);
  ByteTrieBuilder(units_).build(entries);
}

std::uint32_t ByteTrie::walk(std::uint32_t node, std::string_view bytes) const noexcept {
  for (const char byte : bytes) {
    node = child(node, static_cast<std::uint8_t>(byte));
    if (node == kNoNode) break;
  }
  return node;
}

}  // namespace penstock::models
