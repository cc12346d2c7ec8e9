// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

// Logits to scores, in place, in float32 and in numpy's order of operations, so that scores agree
// with the reference to the last digits.

namespace penstock {

// exp(x - max) / sum. An empty span stays empty; a NaN makes every score NaN.
void softmax(std::span<float> values) noexcept;

// 1 / (1 + exp(-x)) of each value.
void sigmoid(std::span<float> values) noexcept;

}  // namespace penstock
