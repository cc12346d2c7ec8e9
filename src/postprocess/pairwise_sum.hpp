// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace penstock {

// The sum as numpy adds up contiguous float32 (pairwise summation: eight running sums in blocks of
// at most 128 values, blocks joined two by two). Rounds as the reference does.
[[nodiscard]] float pairwise_sum(std::span<const float> values) noexcept;

}  // namespace penstock
