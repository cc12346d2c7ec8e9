// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock::slow {

// Cuts a text at the tokens of a set: transformers' Trie. It differs from leftmost-longest
// matching where tokens overlap, and that is kept.
class TokenSplitter {
 public:
  TokenSplitter() : nodes_(1) {}

  // An empty token counts for nothing.
  void add(std::string_view token);
  // The pieces of the text in order, none of them empty; together they are the text.
  [[nodiscard]] std::vector<std::string> split(std::string_view text) const;

 private:
  friend class TokenSplit;

  using NodeIndex = std::uint32_t;
  static constexpr NodeIndex kNoNode = 0xFFFFFFFFU;
  struct Node {
    std::map<char32_t, NodeIndex> children;
    bool ends_token = false;
  };

  [[nodiscard]] NodeIndex child(NodeIndex node, char32_t c) const;

  std::vector<Node> nodes_;  // [0] is the root
};

}  // namespace penstock::slow
