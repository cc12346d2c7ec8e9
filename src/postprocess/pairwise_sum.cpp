// SPDX-License-Identifier: Apache-2.0
#include "postprocess/pairwise_sum.hpp"

#include <array>
#include <cstddef>

namespace penstock {
namespace {

constexpr std::size_t kLanes = 8;
constexpr std::size_t kBlock = 128;

float sum_of_few(std::span<const float> values) noexcept {
  float sum = 0.0F;
  for (const float value : values) sum += value;
  return sum;
}

float sum_of_block(std::span<const float> values) noexcept {
  std::array<float, kLanes> lane{};
  for (std::size_t i = 0; i < kLanes; ++i) lane[i] = values[i];
  std::size_t at = kLanes;
  for (; at + kLanes <= values.size(); at += kLanes) {
    for (std::size_t i = 0; i < kLanes; ++i) lane[i] += values[at + i];
  }
  float sum =
      ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  for (; at < values.size(); ++at) sum += values[at];
  return sum;
}

}  // namespace

float pairwise_sum(std::span<const float> values) noexcept {
  if (values.size() < kLanes) return sum_of_few(values);
  if (values.size() <= kBlock) return sum_of_block(values);
  std::size_t half = values.size() / 2;
  half -= half % kLanes;
  return pairwise_sum(values.first(half)) + pairwise_sum(values.subspan(half));
}

}  // namespace penstock
