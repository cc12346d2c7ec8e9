// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/token_matcher.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace penstock {

// Lays out the trie of sorted strings node by node: a node owns a range of the sorted list.
struct TokenMatcher::Build {
  struct Pending {
    std::uint32_t node;
    std::size_t begin, end, depth;
  };
  const std::vector<std::string>& patterns;
  std::vector<std::uint32_t> order;
  std::vector<Pending> queue;

  explicit Build(const std::vector<std::string>& all) : patterns(all), order(all.size()) {
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return all[a] < all[b]; });
  }

  // Fills the edges of one node and queues its children.
  void expand(TokenMatcher& matcher, const Pending& task) {
    std::size_t i = task.begin;
    if (patterns[order[i]].size() == task.depth) {
      matcher.nodes_[task.node].pattern = static_cast<std::int32_t>(order[i]);
      while (i < task.end && patterns[order[i]].size() == task.depth) ++i;
    }
    matcher.nodes_[task.node].first_edge = static_cast<std::uint32_t>(matcher.edges_.size());
    while (i < task.end) {
      const char byte = patterns[order[i]][task.depth];
      std::size_t end = i;
      while (end < task.end && patterns[order[end]][task.depth] == byte) ++end;
      const auto target = static_cast<std::uint32_t>(matcher.nodes_.size());
      matcher.nodes_.emplace_back();
      matcher.edge_bytes_.push_back(byte);
      matcher.edges_.push_back(target);
      ++matcher.nodes_[task.node].edge_count;
      queue.push_back({target, i, end, task.depth + 1});
      i = end;
    }
  }
};

TokenMatcher::TokenMatcher(const std::vector<std::string>& patterns) {
  if (patterns.empty()) return;
  Build build(patterns);
  nodes_.emplace_back();
  build.queue.push_back({0, 0, patterns.size(), 0});
  for (std::size_t i = 0; i < build.queue.size(); ++i) {
    const Build::Pending task = build.queue[i];
    build.expand(*this, task);
  }
  for (std::uint32_t i = 0; i < nodes_[0].edge_count; ++i) {
    starts_[static_cast<std::uint8_t>(edge_bytes_[i])] = true;
  }
  if (nodes_[0].pattern != kNoPattern)
    follow_failures(patterns);
  else if (nodes_[0].edge_count == 1)
    only_start_ = edge_bytes_[0];
}

// aho-corasick's noncontiguous automaton for leftmost matches, from its start, which matches. Nodes
// lie in the order of their depth.
void TokenMatcher::follow_failures(const std::vector<std::string>& patterns) {
  for (const Node& node : nodes_) {
    Failure& own = failures_.emplace_back();
    if (node.pattern == kNoPattern) continue;
    const auto size = patterns[static_cast<std::size_t>(node.pattern)].size();
    own = {kDead, node.pattern, static_cast<std::uint32_t>(size)};
  }
  failures_[0].node = 0;
  for (std::size_t id = 1; id < nodes_.size(); ++id) {
    for (std::uint32_t i = 0; i < nodes_[id].edge_count; ++i) {
      const std::uint32_t edge = nodes_[id].first_edge + i;
      Failure& own = failures_[edges_[edge]];
      if (own.node == kDead) continue;  // matches
      own.node = failure_of(failures_[id].node, edge_bytes_[edge]);
      if (own.node == kDead) continue;
      own.reported = failures_[own.node].reported;
      own.size = failures_[own.node].size;
    }
  }
}

// Where a node's child behind `byte` fails to, when the node itself fails to `from`.
std::uint32_t TokenMatcher::failure_of(std::uint32_t from, char byte) const noexcept {
  while (from != kDead) {
    const std::uint32_t next = child(from, byte);
    if (next != 0 || from == 0) return next;
    from = failures_[from].node;
  }
  return kDead;
}

// Its search, which keeps the last match that it meets.
TokenMatcher::Match TokenMatcher::walk(std::string_view text, std::size_t from) const {
  Match match{from, from, static_cast<std::uint32_t>(nodes_[0].pattern)};
  std::uint32_t node = 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    std::uint32_t next = 0;
    while ((next = child(node, text[at])) == 0) {
      if (node == 0 || failures_[node].node == kDead) return match;
      node = failures_[node].node;
    }
    node = next;
    const Failure& here = failures_[node];
    if (here.reported != kNoPattern)
      match = {at + 1 - here.size, at + 1, static_cast<std::uint32_t>(here.reported)};
  }
  return match;
}

std::uint32_t TokenMatcher::child(std::uint32_t node, char byte) const noexcept {
  const Node& n = nodes_[node];
  const char* begin = edge_bytes_.data() + n.first_edge;
  const void* found = n.edge_count == 0 ? nullptr : std::memchr(begin, byte, n.edge_count);
  if (found == nullptr) return 0;
  return edges_[n.first_edge + static_cast<std::size_t>(static_cast<const char*>(found) - begin)];
}

std::optional<TokenMatcher::Match> TokenMatcher::match_at(std::string_view text,
                                                          std::size_t at) const {
  std::optional<Match> longest;
  std::uint32_t node = 0;
  for (std::size_t i = at;; ++i) {
    const std::int32_t pattern = nodes_[node].pattern;
    if (pattern != kNoPattern) longest = Match{at, i, static_cast<std::uint32_t>(pattern)};
    if (i == text.size()) break;
    node = child(node, text[i]);
    if (node == 0) break;
  }
  return longest;
}

std::optional<TokenMatcher::Match> TokenMatcher::find(std::string_view text,
                                                      std::size_t from) const {
  if (empty()) return std::nullopt;
  if (nodes_[0].pattern != kNoPattern) return walk(text, from);
  for (std::size_t at = from; at < text.size(); ++at) {
    if (only_start_) {
      at = text.find(*only_start_, at);
      if (at == std::string_view::npos) break;
    } else if (!starts_[static_cast<std::uint8_t>(text[at])]) {
      continue;
    }
    if (auto match = match_at(text, at)) return match;
  }
  return std::nullopt;
}

std::optional<TokenMatcher::Match> TokenMatcher::next(std::string_view text,
                                                      const Match& previous) const {
  auto match = find(text, previous.end);
  if (!match || match->begin != match->end || match->end != previous.end) return match;
  if (previous.end == text.size()) return std::nullopt;
  return find(text, previous.end + 1);
}

}  // namespace penstock
