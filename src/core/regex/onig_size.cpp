// SPDX-License-Identifier: Apache-2.0
#include "core/regex/onig_size.hpp"

#include <cstdint>

#include "core/regex/look_behind.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

constexpr uint64_t kExpandLimit = 10;

uint64_t size_of(const Node& node);

uint64_t size_of_children(const Node& node) {
  uint64_t size = 0;
  for (const NodePtr& child : node.children) size += size_of(*child);
  return size;
}

// One instruction per run of characters with the same number of bytes.
uint64_t size_of_literal(const Node& node) {
  uint64_t runs = 0;
  uint32_t last = 0;
  for (const char32_t c : node.text) {
    const uint32_t length = utf8::encoded_length(c);
    runs += length != last;
    last = length;
  }
  return runs;
}

bool fits(uint64_t size, uint32_t copies) noexcept { return size * copies <= kExpandLimit; }

uint64_t size_of_repeat(const Node& node) {
  const uint64_t body = size_of_children(node);
  if (body == 0 || node.max == 0) return 0;
  const bool may_be_empty = char_length(*node.children.front()).min == 0;
  const uint64_t round = body + (may_be_empty ? 2 : 0);
  if (is_counted_by_oniguruma(node)) return round + 2;
  if (node.max == kUnlimited) {
    const bool enters_inside = node.min == 1 && body > kExpandLimit;
    return (enters_inside ? 1 : body * node.min) + round + 2;
  }
  if (!node.greedy) return body + 2;
  return body * node.min + (body + 1) * (node.max - node.min);
}

uint64_t size_of_look(const Node& node) {
  const uint64_t body = size_of_children(node);
  switch (node.look) {
    case LookKind::ahead: return body + 2;
    case LookKind::not_ahead: return body + 5;
    case LookKind::behind:
    case LookKind::not_behind: break;
  }
  const CharLength length = char_length(*node.children.front());
  const uint64_t steps = length.min == length.max ? 3 : 11;
  return body + steps + (node.look == LookKind::not_behind ? 3 : 0);
}

uint64_t size_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::literal: return size_of_literal(node);
    case NodeKind::concat:
    case NodeKind::option: return size_of_children(node);
    case NodeKind::alternate: return size_of_children(node) + 2 * (node.children.size() - 1);
    case NodeKind::repeat: return size_of_repeat(node);
    case NodeKind::capture:
    case NodeKind::atomic: return size_of_children(node) + 2;
    case NodeKind::look: return size_of_look(node);
    case NodeKind::segment: return 8;
    case NodeKind::set:
    case NodeKind::anchor:
    case NodeKind::reference:
    case NodeKind::keep: return 1;
  }
  return 1;
}

}  // namespace

bool is_counted_by_oniguruma(const Node& repeat) {
  const uint64_t body = size_of_children(repeat);
  if (repeat.max == kUnlimited) return repeat.min > 1 && !fits(body, repeat.min);
  if (repeat.max <= 1) return false;
  return !repeat.greedy || !fits(body + 1, repeat.max);
}

}  // namespace penstock::regex
