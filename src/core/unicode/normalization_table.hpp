// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/unicode/property_table.hpp"

// Generated Unicode 9.0 normalization data. Hangul syllables are computed, not listed.

namespace penstock::unicode::tables {

// Flag bits of NormalizationKind::flags. The first four say that the character alone is changed
// by the form.
inline constexpr uint8_t kChangedByNfc = 1U << 0;
inline constexpr uint8_t kChangedByNfd = 1U << 1;
inline constexpr uint8_t kChangedByNfkc = 1U << 2;
inline constexpr uint8_t kChangedByNfkd = 1U << 3;
// Second half of a composition pair.
inline constexpr uint8_t kComposesBackwards = 1U << 4;

struct NormalizationKind {
  uint8_t combining_class;
  uint8_t flags;
};

extern const uint8_t kNormalizationBlocks[kCodePoints / 128 + 1];
extern const uint8_t kNormalizationValues[];
extern const NormalizationKind kNormalizationKinds[];

[[nodiscard]] inline NormalizationKind normalization_kind(char32_t c) noexcept {
  return kNormalizationKinds[two_stage(kNormalizationBlocks, kNormalizationValues, c)];
}

// Offset into kDecompositions, 0 for characters without one. There: a word with the length of the
// canonical decomposition (low byte) and of the compatibility one (high byte, 0 when it is the
// same), then both in UTF-16.
extern const uint8_t kDecompositionBlocks[kCodePoints / 128 + 1];
extern const uint16_t kDecompositionValues[];
extern const uint16_t kDecompositions[];

struct Composition {
  char32_t first;
  char32_t second;
  char32_t composed;
};

// Sorted by first, then second.
extern const Composition kCompositions[];
extern const uint32_t kCompositionCount;

}  // namespace penstock::unicode::tables
