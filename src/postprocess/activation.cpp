// SPDX-License-Identifier: Apache-2.0
#include "postprocess/activation.hpp"

#include <algorithm>
#include <cmath>

#include "postprocess/pairwise_sum.hpp"

namespace penstock {

void softmax(std::span<float> values) noexcept {
  if (values.empty()) return;
  const float largest = *std::max_element(values.begin(), values.end());
  for (float& value : values) value = std::exp(value - largest);
  const float sum = pairwise_sum(values);
  for (float& value : values) value /= sum;
}

void sigmoid(std::span<float> values) noexcept {
  for (float& value : values) value = 1.0F / (1.0F + std::exp(-value));
}

}  // namespace penstock
