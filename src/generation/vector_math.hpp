// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

// Passes over a vocabulary's scores, written so that compilers vectorise them. Arithmetic follows
// torch's CPU kernels in float32; sums may differ from them in the last bit.

namespace penstock {

// Index of the first largest value; of the first NaN where there is one, as torch.argmax.
[[nodiscard]] std::size_t index_of_largest(std::span<const float> values) noexcept;

// The largest value; NaN where there is one.
[[nodiscard]] float largest(std::span<const float> values) noexcept;

// What log_softmax subtracts: log_softmax(x) = (x - maximum) - log_sum.
struct LogNormalizer {
  float maximum = 0;
  float log_sum = 0;
  [[nodiscard]] float operator()(float x) const noexcept { return (x - maximum) - log_sum; }
};
[[nodiscard]] LogNormalizer log_normalizer(std::span<const float> values) noexcept;

// output = normalizer(input) + summand.
void normalize(std::span<const float> input, const LogNormalizer& normalizer, float summand,
               std::span<float> output) noexcept;

// output = log_softmax(input); they may be the same memory.
void log_softmax(std::span<const float> input, std::span<float> output) noexcept;

// output = softmax(input); they may be the same memory.
void softmax(std::span<const float> input, std::span<float> output) noexcept;

}  // namespace penstock
