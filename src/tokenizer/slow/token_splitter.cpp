// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/token_splitter.hpp"

#include <algorithm>
#include <optional>

#include "core/utf8.hpp"

namespace penstock::slow {

// One pass over a text (Trie.split).
class TokenSplit {
 public:
  TokenSplit(const TokenSplitter& tokens, std::u32string_view text)
      : tokens_(tokens), text_(text) {}

  // Where to cut, in the order found.
  std::vector<std::size_t> cuts() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      if (at >= skip_) step(at);
    }
    for (const State& state : states_) {
      if (!ends_token(state.node)) continue;
      cut(state.start, text_.size());
      break;
    }
    cuts_.push_back(text_.size());
    return std::move(cuts_);
  }

 private:
  using NodeIndex = TokenSplitter::NodeIndex;
  // A token that may have begun at `start`.
  struct State {
    std::size_t start = 0;
    NodeIndex node = 0;
    bool failed = false;
  };

  [[nodiscard]] bool ends_token(NodeIndex node) const { return tokens_.nodes_[node].ends_token; }

  void cut(std::size_t begin, std::size_t end) {
    cuts_.push_back(begin);
    cuts_.push_back(end);
  }

  void step(std::size_t at) {
    const char32_t c = text_[at];
    bool found = false;
    for (std::size_t i = 0; i < states_.size() && !found; ++i) {
      if (ends_token(states_[i].node)) {
        take_longest(i, at);
        found = true;
      } else if (const NodeIndex next = tokens_.child(states_[i].node, c);
                 next != TokenSplitter::kNoNode) {
        states_[i].node = next;
      } else {
        states_[i].failed = true;
      }
    }
    if (found) {
      states_.clear();
    } else {
      std::erase_if(states_, [](const State& state) { return state.failed; });
    }
    const NodeIndex first = tokens_.child(0, c);
    if (at >= skip_ && first != TokenSplitter::kNoNode) states_.push_back({at, first, false});
  }

  // States before `which` have moved on to `at` already. The first that comes to a token wins, with
  // its longest; one that failed at this character is still followed from the next one on.
  void take_longest(std::size_t which, std::size_t at) {
    std::size_t start = states_[which].start;
    std::size_t end = at;
    for (std::size_t i = 0; i <= which && states_[i].start <= start; ++i) {
      std::size_t ahead = i < which ? at + 1 : at;
      end = ahead;
      NodeIndex node = states_[i].node;
      const auto accept = [&] {
        if (!ends_token(node)) return;
        start = states_[i].start;
        end = ahead;
        skip_ = ahead;
      };
      accept();
      while (ahead < text_.size()) {
        node = tokens_.child(node, text_[ahead]);
        if (node == TokenSplitter::kNoNode) break;
        ++ahead;
        accept();
      }
    }
    cut(start, end);
  }

  const TokenSplitter& tokens_;
  std::u32string_view text_;
  std::vector<State> states_;  // by ascending start
  std::vector<std::size_t> cuts_{0};
  std::size_t skip_ = 0;
};

void TokenSplitter::add(std::string_view token) {
  if (token.empty()) return;
  NodeIndex node = 0;
  for (const char32_t c : utf8::to_u32(token)) {
    const NodeIndex next = child(node, c);
    if (next != kNoNode) {
      node = next;
      continue;
    }
    const auto fresh = static_cast<NodeIndex>(nodes_.size());
    nodes_.emplace_back();
    nodes_[node].children.emplace(c, fresh);
    node = fresh;
  }
  nodes_[node].ends_token = true;
}

TokenSplitter::NodeIndex TokenSplitter::child(NodeIndex node, char32_t c) const {
  const auto& children = nodes_[node].children;
  const auto found = children.find(c);
  return found == children.end() ? kNoNode : found->second;
}

std::vector<std::string> TokenSplitter::split(std::string_view text) const {
  const std::u32string points = utf8::to_u32(text);
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  // A cut behind the one before it is left out, as in Trie.cut_text.
  for (const std::size_t end : TokenSplit(*this, points).cuts()) {
    if (begin >= end) continue;
    pieces.push_back(utf8::from_u32(std::u32string_view(points).substr(begin, end - begin)));
    begin = end;
  }
  return pieces;
}

}  // namespace penstock::slow
