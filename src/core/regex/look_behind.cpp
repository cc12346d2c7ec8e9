// SPDX-License-Identifier: Apache-2.0
#include "core/regex/look_behind.hpp"

#include <algorithm>

namespace penstock::regex {
namespace {

constexpr uint32_t kLookBehindLimit = 65535;

uint32_t saturating_multiply(uint32_t a, uint32_t b) noexcept {
  if (a == 0 || b == 0) return 0;
  const uint64_t product = uint64_t{a} * b;
  return a == kUnlimited || b == kUnlimited || product >= kUnlimited
             ? kUnlimited
             : static_cast<uint32_t>(product);
}

uint32_t saturating_add(uint32_t a, uint32_t b) noexcept {
  return a > kUnlimited - b ? kUnlimited : a + b;
}

CharLength sum_of_children(const Node& node) {
  CharLength total;
  for (const NodePtr& child : node.children) {
    const CharLength length = char_length(*child);
    total.min = saturating_add(total.min, length.min);
    total.max = saturating_add(total.max, length.max);
    total.min_is_sure = total.min_is_sure && length.min_is_sure;
  }
  return total;
}

CharLength widest_of_children(const Node& node) {
  CharLength widest = char_length(*node.children.front());
  for (const NodePtr& child : node.children) {
    const CharLength length = char_length(*child);
    // A shorter branch decides how sure the minimum is.
    if (length.min < widest.min) {
      widest.min_is_sure = length.min_is_sure;
    } else if (length.min == widest.min) {
      widest.min_is_sure = widest.min_is_sure || length.min_is_sure;
    }
    widest.min = std::min(widest.min, length.min);
    widest.max = std::max(widest.max, length.max);
  }
  return widest;
}

// Whether something Oniguruma has no look-behind for occurs in `node`.
bool has_forbidden(const Node& node, bool negative) {
  if (node.kind == NodeKind::capture && negative) return true;
  if (node.kind == NodeKind::anchor &&
      (node.anchor == AnchorKind::text_end || node.anchor == AnchorKind::text_end_or_newline)) {
    return true;
  }
  if (node.kind == NodeKind::look && node.look != LookKind::behind &&
      (node.look != LookKind::not_behind || !negative)) {
    return true;
  }
  return std::any_of(node.children.begin(), node.children.end(),
                     [negative](const NodePtr& child) { return has_forbidden(*child, negative); });
}

// A character, or a literal written out a fixed number of times.
bool is_plain(const Node& node) {
  if (node.kind == NodeKind::repeat) {
    return node.min > 1 && node.min == node.max && node.children.front()->kind == NodeKind::literal;
  }
  return node.kind == NodeKind::literal || node.kind == NodeKind::set ||
         node.kind == NodeKind::reference;
}

// Oniguruma 6.9.10 drops optional characters at the head of a branch, and fails without saying why
// when that leaves nothing of a longer branch.
bool vanishes(const Node& branch) {
  return branch.kind == NodeKind::concat &&
         std::all_of(branch.children.begin(), branch.children.end(), [](const NodePtr& part) {
           return part->kind == NodeKind::repeat && part->min == 0 &&
                  is_plain(*part->children.front());
         });
}

bool leaves_traces(const Node& node) {
  return node.kind == NodeKind::keep || node.kind == NodeKind::capture ||
         std::any_of(node.children.begin(), node.children.end(),
                     [](const NodePtr& child) { return leaves_traces(*child); });
}

}  // namespace

bool matches_nothing(const Node& look) {
  if (look.look != LookKind::behind && look.look != LookKind::not_behind) return false;
  if (leaves_traces(look)) return false;
  const CharLength length = char_length(*look.children.front());
  return length.min == 0 && length.min_is_sure;
}

CharLength char_length(const Node& node) {
  switch (node.kind) {
    case NodeKind::literal: {
      const auto size = static_cast<uint32_t>(node.text.size());
      return {size, size, true};
    }
    case NodeKind::set: return {1, 1, true};
    case NodeKind::concat: return sum_of_children(node);
    case NodeKind::alternate: return widest_of_children(node);
    case NodeKind::repeat: {
      const CharLength body = char_length(*node.children.front());
      return {saturating_multiply(body.min, node.min), saturating_multiply(body.max, node.max),
              body.min_is_sure};
    }
    case NodeKind::capture: {
      CharLength body = char_length(*node.children.front());
      body.min_is_sure = false;
      return body;
    }
    case NodeKind::option:
    case NodeKind::atomic: return char_length(*node.children.front());
    case NodeKind::look: return {0, 0, matches_nothing(node)};
    case NodeKind::anchor:
    case NodeKind::keep: return {0, 0, false};
    case NodeKind::reference: return {0, kUnlimited, false};
    case NodeKind::segment: return {1, kUnlimited, false};
  }
  return {0, kUnlimited, false};
}

bool has_fixed_branches(const Node& body) {
  if (body.kind != NodeKind::alternate) return false;
  const CharLength whole = char_length(body);
  return whole.min != whole.max &&
         std::all_of(body.children.begin(), body.children.end(), [](const NodePtr& branch) {
           const CharLength length = char_length(*branch);
           return length.min == length.max;
         });
}

std::string_view look_behind_objection(const Node& body, bool negative) {
  if (has_forbidden(body, negative)) {
    return negative ? "look-ahead, \\z, \\Z or a capture group in (?<!..)"
                    : "look-ahead, (?<!..), \\z or \\Z in (?<=..)";
  }
  const bool none_left = body.kind == NodeKind::alternate
                             ? std::any_of(body.children.begin(), body.children.end(),
                                           [](const NodePtr& branch) { return vanishes(*branch); })
                             : vanishes(body);
  if (none_left) return "a look-behind branch of optional characters only";
  const CharLength length = char_length(body);
  if (length.min > kLookBehindLimit ||
      (length.max != kUnlimited && length.max > kLookBehindLimit)) {
    return "a look-behind longer than 65535 characters";
  }
  return {};
}

}  // namespace penstock::regex
