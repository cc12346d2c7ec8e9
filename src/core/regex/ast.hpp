// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/regex/code_set.hpp"

namespace penstock::regex {

inline constexpr uint32_t kUnlimited = 0xFFFFFFFF;

enum class NodeKind : uint8_t {
  literal,    // `text`, possibly empty
  set,        // one character of `set`
  concat,     // children in turn
  alternate,  // the first child that leads to a match
  repeat,     // child `min` to `max` times
  capture,    // child, remembered as group `group`
  option,     // child parsed under other options; keeps its literals apart from its neighbours'
  atomic,     // child without going back into it
  look,       // zero-width test of the child
  anchor,     // zero-width test of the position
  reference,  // the text of the last set one of `groups`
  keep,       // \K: the match begins here
  segment,    // \X
};

enum class LookKind : uint8_t { ahead, not_ahead, behind, not_behind };

enum class AnchorKind : uint8_t {
  line_begin,
  line_end,
  text_begin,
  text_end,
  text_end_or_newline,
  search_begin,
  word_boundary,
  not_word_boundary,
  segment_boundary,
  not_segment_boundary,
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

// One node of a parsed pattern. Only the members its kind names are used.
struct Node {
  NodeKind kind;
  bool ignore_case = false;  // literal, reference
  bool greedy = true;        // repeat
  LookKind look = LookKind::ahead;
  AnchorKind anchor = AnchorKind::line_begin;
  uint32_t min = 0;  // repeat
  uint32_t max = 0;
  uint32_t group = 0;            // capture
  std::vector<uint32_t> groups;  // reference, the last one is tried first
  std::u32string text;           // literal
  CodeSet set;
  std::vector<NodePtr> children;
};

[[nodiscard]] inline NodePtr make_node(NodeKind kind) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  return node;
}

[[nodiscard]] inline NodePtr make_parent(NodeKind kind, NodePtr child) {
  NodePtr node = make_node(kind);
  node->children.push_back(std::move(child));
  return node;
}

[[nodiscard]] inline NodePtr make_set(CodeSet set) {
  NodePtr node = make_node(NodeKind::set);
  node->set = std::move(set);
  return node;
}

[[nodiscard]] inline NodePtr make_literal(std::u32string text, bool ignore_case) {
  NodePtr node = make_node(NodeKind::literal);
  node->text = std::move(text);
  node->ignore_case = ignore_case;
  return node;
}

[[nodiscard]] inline NodePtr make_repeat(NodePtr child, uint32_t min, uint32_t max, bool greedy) {
  NodePtr node = make_parent(NodeKind::repeat, std::move(child));
  node->min = min;
  node->max = max;
  node->greedy = greedy;
  return node;
}

// A parsed pattern.
struct Syntax {
  NodePtr root;
  uint32_t group_count = 0;  // capture groups are numbered from 1 to this
};

}  // namespace penstock::regex
