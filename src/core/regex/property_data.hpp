// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// Generated: every \p{..} name of Oniguruma 6.9.10 and its code points.

namespace penstock::regex {

struct PropertyName {
  const char* name;  // lower case, without spaces, hyphens and underscores
  uint32_t offset;   // of its ranges in kPropertyRanges
};

// Variable-length numbers, seven bits a byte, low bits first: the number of ranges, then for each
// the gap since the end of the one before and its length minus one.
extern const uint8_t kPropertyRanges[];

// Sorted by name.
extern const PropertyName kPropertyNames[];
extern const uint32_t kPropertyNameCount;

}  // namespace penstock::regex
