// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/unicode/property_table.hpp"

// Generated grapheme cluster classes (Unicode 16).

namespace penstock::unicode::tables {

// In the order of the generator's GRAPHEME_CLASSES.
enum class GraphemeClass : uint8_t {
  any,
  cr,
  control,
  extend,
  extended_pictographic,
  incb_consonant,
  l,
  lf,
  lv,
  lvt,
  prepend,
  regional_indicator,
  spacing_mark,
  t,
  v,
  zwj,
};

// A GraphemeClass in the low bits and two Indic_Conjunct_Break flags.
inline constexpr uint8_t kGraphemeClassMask = 0x0F;
inline constexpr uint8_t kIncbExtend = 1U << 4;
inline constexpr uint8_t kIncbLinker = 1U << 5;

extern const uint8_t kGraphemeBlocks[kCodePoints / 128 + 1];
extern const uint8_t kGraphemeValues[];

}  // namespace penstock::unicode::tables
