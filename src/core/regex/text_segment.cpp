// SPDX-License-Identifier: Apache-2.0
#include "core/regex/text_segment.hpp"

#include <cstdint>

#include "core/unicode/grapheme_table.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

using unicode::tables::GraphemeClass;

GraphemeClass class_at(std::string_view text, size_t at) noexcept {
  namespace tables = unicode::tables;
  const char32_t c = utf8::decode_unchecked(text.data() + at).code_point;
  return static_cast<GraphemeClass>(
      tables::two_stage(tables::kGraphemeBlocks, tables::kGraphemeValues, c) &
      tables::kGraphemeClassMask);
}

size_t before(std::string_view text, size_t at) noexcept {
  do {
    --at;
  } while (utf8::is_continuation(text[at]));
  return at;
}

bool is_control_class(GraphemeClass c) noexcept {
  return c == GraphemeClass::control || c == GraphemeClass::cr || c == GraphemeClass::lf;
}

bool within_syllable(GraphemeClass first, GraphemeClass second) noexcept {
  using enum GraphemeClass;
  if (first == l) return second == l || second == v || second == lv || second == lvt;
  if (first == lv || first == v) return second == v || second == t;
  return (first == lvt || first == t) && second == t;
}

// Pictograph, Extend*, then the joiner that ends at `at`.
bool ends_joined_pictograph(std::string_view text, size_t joiner) noexcept {
  for (size_t at = joiner; at != 0;) {
    at = before(text, at);
    const GraphemeClass c = class_at(text, at);
    if (c != GraphemeClass::extend) return c == GraphemeClass::extended_pictographic;
  }
  return false;
}

// Whether an even number of regional indicators stand before the one at `at`.
bool begins_flag(std::string_view text, size_t at) noexcept {
  bool even = true;
  while (at != 0) {
    at = before(text, at);
    if (class_at(text, at) != GraphemeClass::regional_indicator) break;
    even = !even;
  }
  return even;
}

}  // namespace

bool is_segment_boundary(std::string_view text, size_t at) noexcept {
  using enum GraphemeClass;
  if (at == 0 || at == text.size()) return true;
  const size_t previous = before(text, at);
  const GraphemeClass first = class_at(text, previous);
  const GraphemeClass second = class_at(text, at);
  if (first == cr && second == lf) return false;
  if (is_control_class(first) || is_control_class(second)) return true;
  if (within_syllable(first, second)) return false;
  if (second == extend || second == zwj || second == spacing_mark || first == prepend) return false;
  if (first == zwj && second == extended_pictographic) {
    return !ends_joined_pictograph(text, previous);
  }
  if (first == regional_indicator && second == regional_indicator) {
    return !begins_flag(text, previous);
  }
  return true;
}

}  // namespace penstock::regex
