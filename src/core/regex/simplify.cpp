// SPDX-License-Identifier: Apache-2.0
#include "core/regex/simplify.hpp"

#include <iterator>
#include <utility>

#include "core/regex/case_literal.hpp"
#include "core/regex/look_behind.hpp"

namespace penstock::regex {
namespace {

bool is_empty(const Node& node) noexcept {
  return node.kind == NodeKind::literal && node.text.empty();
}

// Joins literals that stand side by side and were written under the same options.
void join_literals(std::vector<NodePtr>& parts) {
  std::vector<NodePtr> joined;
  for (NodePtr& part : parts) {
    if (part->kind == NodeKind::literal && !joined.empty() &&
        joined.back()->kind == NodeKind::literal &&
        (joined.back()->ignore_case == part->ignore_case || is_empty(*part))) {
      joined.back()->text += part->text;
    } else {
      joined.push_back(std::move(part));
    }
  }
  parts = std::move(joined);
}

// A list without lists and empty literals in it.
NodePtr flatten(std::vector<NodePtr> parts) {
  NodePtr list = make_node(NodeKind::concat);
  for (NodePtr& part : parts) {
    if (part->kind == NodeKind::concat) {
      std::move(part->children.begin(), part->children.end(), std::back_inserter(list->children));
    } else if (!is_empty(*part)) {
      list->children.push_back(std::move(part));
    }
  }
  join_literals(list->children);
  if (list->children.empty()) return make_literal({}, false);
  return list->children.size() == 1 ? std::move(list->children.front()) : std::move(list);
}

// The one character a branch consists of, as a set; null if it is anything else.
bool single_character(const Node& node, CodeSet& set) {
  if (node.kind == NodeKind::set) {
    set = node.set;
    return true;
  }
  if (node.kind != NodeKind::literal || node.text.size() != 1) return false;
  set = CodeSet(node.text.front());
  return true;
}

// Neighbouring one-character branches cannot tell which of them matched.
void merge_characters(std::vector<NodePtr>& branches) {
  std::vector<NodePtr> merged;
  bool last_is_set = false;
  for (NodePtr& branch : branches) {
    CodeSet set;
    const bool is_set = single_character(*branch, set);
    if (is_set && last_is_set) {
      merged.back()->set.unite(set);
    } else {
      merged.push_back(is_set ? make_set(std::move(set)) : std::move(branch));
    }
    last_is_set = is_set;
  }
  branches = std::move(merged);
}

// The literal a branch begins with, or null.
Node* head_literal(Node& branch) noexcept {
  Node& head = branch.kind == NodeKind::concat ? *branch.children.front() : branch;
  return head.kind == NodeKind::literal && !head.text.empty() ? &head : nullptr;
}

// How many characters the literals at the heads of branches[begin, end) have in common.
size_t common_prefix(const std::vector<NodePtr>& branches, size_t begin, size_t end) {
  const std::u32string& first = head_literal(*branches[begin])->text;
  size_t length = first.size();
  for (size_t i = begin + 1; i < end; ++i) {
    const std::u32string& other = head_literal(*branches[i])->text;
    size_t same = 0;
    while (same < length && same < other.size() && first[same] == other[same]) ++same;
    length = same;
  }
  return length;
}

// End of the run of branches from `begin` on whose first characters are the same literal.
size_t alike_until(const std::vector<NodePtr>& branches, size_t begin) {
  const Node* const head = head_literal(*branches[begin]);
  size_t end = begin + 1;
  while (head != nullptr && end < branches.size()) {
    const Node* const other = head_literal(*branches[end]);
    if (other == nullptr || other->text.front() != head->text.front()) break;
    ++end;
  }
  return end;
}

NodePtr choice_of(std::vector<NodePtr> branches, int depth);

// Branches that begin alike as their common beginning and a choice of the rests.
NodePtr factored(std::vector<NodePtr>& branches, size_t begin, size_t end, int depth) {
  const size_t shared = common_prefix(branches, begin, end);
  std::vector<NodePtr> parts;
  parts.push_back(make_literal(head_literal(*branches[begin])->text.substr(0, shared), false));
  std::vector<NodePtr> rests;
  for (size_t i = begin; i < end; ++i) {
    head_literal(*branches[i])->text.erase(0, shared);
    std::vector<NodePtr> rest;
    rest.push_back(std::move(branches[i]));
    rests.push_back(flatten(std::move(rest)));
  }
  parts.push_back(choice_of(std::move(rests), depth + 1));
  return flatten(std::move(parts));
}

void factor_heads(std::vector<NodePtr>& branches, int depth) {
  constexpr int kDepthLimit = 32;
  if (depth == kDepthLimit) return;
  std::vector<NodePtr> result;
  for (size_t begin = 0; begin < branches.size();) {
    const size_t end = alike_until(branches, begin);
    result.push_back(end - begin == 1 ? std::move(branches[begin])
                                      : factored(branches, begin, end, depth));
    begin = end;
  }
  branches = std::move(result);
}

NodePtr choice_of(std::vector<NodePtr> branches, int depth) {
  merge_characters(branches);
  factor_heads(branches, depth);
  if (branches.size() == 1) return std::move(branches.front());
  NodePtr choice = make_node(NodeKind::alternate);
  choice->children = std::move(branches);
  return choice;
}

// A look-behind whose branches have different but fixed lengths is tried branch by branch, like in
// Oniguruma; that shows where \\K or a capture is in it.
NodePtr divide_look_behind(NodePtr node) {
  if (node->look != LookKind::behind && node->look != LookKind::not_behind) return node;
  if (!has_fixed_branches(*node->children.front())) return node;
  const bool negative = node->look == LookKind::not_behind;
  NodePtr parts = make_node(negative ? NodeKind::concat : NodeKind::alternate);
  for (NodePtr& branch : node->children.front()->children) {
    NodePtr part = make_parent(NodeKind::look, std::move(branch));
    part->look = node->look;
    parts->children.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

NodePtr simplify(NodePtr node, bool in_look_behind) {
  if (node->kind == NodeKind::look) {
    in_look_behind =
        in_look_behind || node->look == LookKind::behind || node->look == LookKind::not_behind;
  }
  if (node->kind == NodeKind::concat) join_literals(node->children);
  for (NodePtr& child : node->children) child = simplify(std::move(child), in_look_behind);
  switch (node->kind) {
    case NodeKind::literal: {
      if (!node->ignore_case) return node;
      std::vector<NodePtr> parts;
      parts.push_back(expand_case(node->text, in_look_behind));
      return flatten(std::move(parts));
    }
    case NodeKind::concat: return flatten(std::move(node->children));
    case NodeKind::alternate: return choice_of(std::move(node->children), 0);
    case NodeKind::option: return std::move(node->children.front());
    case NodeKind::look: return divide_look_behind(std::move(node));
    case NodeKind::repeat:
      if (node->max == 0) return make_literal({}, false);
      return node;
    default: return node;
  }
}

}  // namespace penstock::regex
