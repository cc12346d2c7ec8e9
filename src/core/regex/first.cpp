// SPDX-License-Identifier: Apache-2.0
#include "core/regex/first.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

Next first_of_choice(const Node& node, const Next& after) {
  Next result;
  std::vector<CodeRange> ranges;
  for (const NodePtr& branch : node.children) {
    const Next next = first_of(*branch, after);
    ranges.insert(ranges.end(), next.characters.ranges().begin(), next.characters.ranges().end());
    result.end_of_text = result.end_of_text || next.end_of_text;
    result.cannot_fail = result.cannot_fail || next.cannot_fail;
  }
  result.characters = CodeSet(std::move(ranges));
  return result;
}

Next without_certainty(Next next) {
  next.cannot_fail = false;
  return next;
}

uint8_t lead_byte(char32_t c) {
  std::string bytes;
  utf8::append(bytes, c);
  return static_cast<uint8_t>(bytes.front());
}

}  // namespace

Next either(Next a, const Next& b) {
  a.characters.unite(b.characters);
  a.end_of_text = a.end_of_text || b.end_of_text;
  a.cannot_fail = a.cannot_fail || b.cannot_fail;
  return a;
}

Next first_of(const Node& node, const Next& after) {
  switch (node.kind) {
    case NodeKind::literal:
      return node.text.empty() ? after : Next{CodeSet(node.text.front()), false, false};
    case NodeKind::set: return {node.set, false, false};
    case NodeKind::concat: {
      Next next = after;
      for (size_t i = node.children.size(); i-- > 0;) next = first_of(*node.children[i], next);
      return next;
    }
    case NodeKind::alternate: return first_of_choice(node, after);
    case NodeKind::repeat: {
      Next body =
          first_of(*node.children.front(), node.min == 0 ? after : without_certainty(after));
      return node.min == 0 ? either(std::move(body), after) : body;
    }
    case NodeKind::capture:
    case NodeKind::option: return first_of(*node.children.front(), after);
    case NodeKind::atomic: return without_certainty(first_of(*node.children.front(), after));
    case NodeKind::keep: return after;
    case NodeKind::look:
    case NodeKind::anchor: return without_certainty(after);
    case NodeKind::reference: return Next::anything();
    case NodeKind::segment: return {CodeSet::all(), false, false};
  }
  return Next::anything();
}

ByteTable byte_table(const Next& next) {
  ByteTable table{};
  for (const CodeRange& range : next.characters.ranges()) {
    for (char32_t c = range.low; c <= range.high && c < 0x80; ++c) table[c] = 1;
    if (range.high < 0x80) continue;
    const char32_t low = range.low < 0x80 ? 0x80 : range.low;
    const uint32_t last = lead_byte(range.high);
    for (uint32_t lead = lead_byte(low); lead <= last; ++lead) table[lead] = 1;
  }
  table[kEndOfText] = next.end_of_text ? 1 : 0;
  return table;
}

}  // namespace penstock::regex
