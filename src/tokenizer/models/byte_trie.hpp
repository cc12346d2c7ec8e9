// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace penstock::models {

// A double-array trie over bytes, 8 bytes a node. Immutable once built.
//
// The child of a node for byte c lies at base ^ c and remembers c. No two nodes have the same base,
// so that byte alone proves the parentage.
class ByteTrie {
 public:
  struct Entry {
    std::string_view key;  // an empty key is left out
    std::uint32_t value;   // below kNoValue
  };
  static constexpr std::uint32_t kRoot = 0;
  static constexpr std::uint32_t kNoNode = 0xFFFFFFFF;
  static constexpr std::uint32_t kNoValue = 0xFFFFFFFF;

  ByteTrie() : ByteTrie(std::vector<Entry>{}) {}
  // Keys may come in any order; of equal ones the last wins.
  // Throws Error{io} when the trie would need more than 2^24 places.
  explicit ByteTrie(const std::vector<Entry>& entries);

  [[nodiscard]] std::uint32_t child(std::uint32_t node, std::uint8_t byte) const noexcept {
    const std::uint32_t place = (units_[node].link >> 8) ^ byte;
    return (units_[place].link & 0xFFU) == byte ? place : kNoNode;
  }
  // Value of the key that ends at this node, or kNoValue.
  [[nodiscard]] std::uint32_t value(std::uint32_t node) const noexcept {
    return units_[node].value;
  }
  // The node reached by `bytes` from `node`, or kNoNode.
  [[nodiscard]] std::uint32_t walk(std::uint32_t node, std::string_view bytes) const noexcept;

 private:
  friend class ByteTrieBuilder;

  struct Unit {
    std::uint32_t link = 0;  // base << 8 | the byte that leads here
    std::uint32_t value = kNoValue;
  };
  std::vector<Unit> units_;
};

}  // namespace penstock::models
