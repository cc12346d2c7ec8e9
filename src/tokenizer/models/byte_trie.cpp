// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/byte_trie.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "tokenizer/huge_pages.hpp"
#include "tokenizer/models/trie_keys.hpp"
#include "tokenizer/models/trie_places.hpp"

namespace penstock::models {

// Places the nodes one by one, with their children together.
class ByteTrieBuilder {
 public:
  ByteTrieBuilder(const std::vector<ByteTrie::Entry>& entries, std::vector<ByteTrie::Unit>& units)
      : units_(units), keys_(entries) {
    reserve(entries);
    grow();
  }

  void build() {
    open_.push_back({keys_.all(), ByteTrie::kRoot});
    while (!open_.empty()) {
      const Node node = open_.back();
      open_.pop_back();
      place_children(node);
    }
  }

 private:
  struct Node {
    TrieKeys::Range keys;  // of the subtree
    std::uint32_t place;
  };

  void place_children(Node node) {
    TrieKeys::Range& keys = node.keys;
    if (keys.end - keys.begin == 1) {
      place_tail(keys.begin, keys.depth, node.place);
      return;
    }
    keys_.arrange(keys);
    std::uint32_t at = keys.begin;
    for (; at < keys.end && keys_.size(at) == keys.depth; ++at) {
      units_[node.place].value = keys_.value(at);  // the last one stays
    }
    std::size_t count = 0;
    const std::size_t first_child = open_.size();
    for (; at < keys.end; ++at) {
      const std::uint8_t label = keys_.byte(at, keys.depth);
      if (count == 0 || labels_[count - 1] != label) {
        labels_[count++] = label;
        keys_.expect(at, keys.depth);
        open_.push_back({{at, at, keys.depth + 1, keys.sorted}, 0});
      }
      open_.back().keys.end = at + 1;
    }
    if (count == 0) return;
    const std::span<const std::uint8_t> labels(labels_.data(), count);
    const std::uint32_t base = places_.take(labels);
    grow();
    set_base(node.place, base);
    for (std::size_t i = 0; i < count; ++i) {
      open_[first_child + i].place = base ^ labels[i];
      units_[base ^ labels[i]].link = labels[i];
    }
  }

  // The rest of a key that is the only one below `place`.
  void place_tail(std::uint32_t key, std::uint32_t depth, std::uint32_t place) {
    for (const char byte : keys_.rest(key, depth)) {
      const auto label = static_cast<std::uint8_t>(byte);
      const std::uint32_t base = places_.take({&label, 1});
      grow();
      set_base(place, base);
      place = base ^ label;
      units_[place].link = label;
    }
    units_[place].value = keys_.value(key);
  }

  void set_base(std::uint32_t place, std::uint32_t base) {
    units_[place].link = base << 8 | (units_[place].link & 0xFFU);
  }

  // Room for a node a byte, of which only what is used takes memory.
  void reserve(const std::vector<ByteTrie::Entry>& entries) {
    std::size_t bytes = TriePlaces::kBlock;
    for (const ByteTrie::Entry& entry : entries) bytes += entry.key.size();
    units_.reserve(std::min<std::size_t>(bytes, TriePlaces::kMost));
    advise_huge_pages(units_.data(), units_.capacity() * sizeof(ByteTrie::Unit));
  }

  // The first two bases of a block belong to no node: a leaf has base 0, and the byte of a free
  // place is chosen so that it could only be a child of base 1 of its block.
  void grow() {
    for (std::size_t place = units_.size(); place < places_.size(); ++place) {
      units_.push_back({static_cast<std::uint32_t>(place % TriePlaces::kBlock) ^ 1U});
    }
  }

  std::vector<ByteTrie::Unit>& units_;
  TrieKeys keys_;
  TriePlaces places_;
  std::vector<Node> open_;
  std::array<std::uint8_t, TriePlaces::kBlock> labels_{};
};

ByteTrie::ByteTrie(const std::vector<Entry>& entries) { ByteTrieBuilder(entries, units_).build(); }

std::uint32_t ByteTrie::walk(std::uint32_t node, std::string_view bytes) const noexcept {
  for (const char byte : bytes) {
    node = child(node, static_cast<std::uint8_t>(byte));
    if (node == kNoNode) break;
  }
  return node;
}

}  // namespace penstock::models
