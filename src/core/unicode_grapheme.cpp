// SPDX-License-Identifier: Apache-2.0
#include "core/unicode_grapheme.hpp"

#include <cstdint>

#include "core/unicode/grapheme_table.hpp"
#include "core/utf8.hpp"

namespace penstock::unicode {
namespace {

using tables::GraphemeClass;

// What the rules need to know of the cluster so far.
struct Context {
  GraphemeClass last = GraphemeClass::any;
  bool after_pictograph = false;   // Extended_Pictographic Extend*          (GB11)
  bool joined_pictograph = false;  // Extended_Pictographic Extend* ZWJ      (GB11)
  bool after_consonant = false;    // InCB consonant, then Extend or Linker  (GB9c)
  bool linked = false;             // a Linker among those                   (GB9c)
  bool odd_indicators = false;     // odd number of regional indicators      (GB12, GB13)
};

bool is_control(GraphemeClass c) noexcept {
  return c == GraphemeClass::control || c == GraphemeClass::cr || c == GraphemeClass::lf;
}

bool hangul_joins(GraphemeClass before, GraphemeClass after) noexcept {
  using enum GraphemeClass;
  switch (before) {
    case l: return after == l || after == v || after == lv || after == lvt;
    case lv:
    case v: return after == v || after == t;
    case lvt:
    case t: return after == t;
    default: return false;
  }
}

// The rules of UAX 29 in their order, for the pair (context.last, after).
bool joins(const Context& context, GraphemeClass after) noexcept {
  using enum GraphemeClass;
  const GraphemeClass before = context.last;
  if (before == cr && after == lf) return true;                                   // GB3
  if (is_control(before) || is_control(after)) return false;                      // GB4, GB5
  if (hangul_joins(before, after)) return true;                                   // GB6-GB8
  if (after == extend || after == zwj || after == spacing_mark) return true;      // GB9, GB9a
  if (before == prepend) return true;                                             // GB9b
  if (after == incb_consonant) return context.after_consonant && context.linked;  // GB9c
  if (after == extended_pictographic) return context.joined_pictograph;           // GB11
  return after == regional_indicator && before == regional_indicator &&           // GB12, GB13
         context.odd_indicators;
}

void advance(Context& context, uint8_t value) noexcept {
  using enum GraphemeClass;
  const auto current = static_cast<GraphemeClass>(value & tables::kGraphemeClassMask);
  context.joined_pictograph = current == zwj && context.after_pictograph;
  context.after_pictograph =
      current == extended_pictographic || (current == extend && context.after_pictograph);
  if (current == incb_consonant) {
    context.after_consonant = true;
    context.linked = false;
  } else if ((value & tables::kIncbLinker) != 0) {
    context.linked = true;
  } else if ((value & tables::kIncbExtend) == 0) {
    context.after_consonant = false;
  }
  context.odd_indicators = current == regional_indicator && !context.odd_indicators;
  context.last = current;
}

}  // namespace

size_t grapheme_end(std::string_view text, size_t start) noexcept {
  Context context;
  size_t at = start;
  while (at < text.size()) {
    const utf8::Decoded decoded = utf8::decode_unchecked(text.data() + at);
    const uint8_t value =
        tables::two_stage(tables::kGraphemeBlocks, tables::kGraphemeValues, decoded.code_point);
    const auto next = static_cast<GraphemeClass>(value & tables::kGraphemeClassMask);
    if (at != start && !joins(context, next)) return at;
    advance(context, value);
    at += decoded.size;
  }
  return at;
}

}  // namespace penstock::unicode
