// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace penstock {

// What the reference's JSON reader (serde_json without float_roundtrip) makes of a number whose
// shortest spelling stands for `exact`: digits as an integer, times or divided by a power of ten,
// which can be one unit in the last place away. Scores of a Unigram model decide ties by that.
[[nodiscard]] double as_serde_reads(double exact);
// The same from what is written: digits * 10^exponent.
[[nodiscard]] double serde_value(std::uint64_t digits, int exponent);

}  // namespace penstock
