// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/unicode/property_table.hpp"

// Generated case mappings: characters that move by the same distance share a CaseKind.

namespace penstock::unicode::tables {

struct CaseKind {
  int32_t delta;      // added to the character gives the first one of its mapping
  char32_t extra[2];  // the second and third one, 0 where there is none
};

extern const uint8_t kLowerBlocks[kCodePoints / 128 + 1];
extern const uint8_t kLowerValues[];
extern const CaseKind kLowerKinds[];
extern const uint8_t kUpperBlocks[kCodePoints / 128 + 1];
extern const uint8_t kUpperValues[];
extern const CaseKind kUpperKinds[];

}  // namespace penstock::unicode::tables
