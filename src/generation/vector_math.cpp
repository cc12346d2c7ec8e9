// SPDX-License-Identifier: Apache-2.0
#include "generation/vector_math.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace penstock {
namespace {

constexpr std::size_t kLanes = 16;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// e^x for x <= 0: 2^n times a polynomial of the rest, no branches.
inline float exp_of_negative(float x) noexcept {
  constexpr float kLowest = -87.0F;  // below it the result would be no normal number
  const float clamped = x < kLowest ? kLowest : x;
  const float scaled = clamped * 1.44269504F;
  const float n = static_cast<float>(static_cast<std::int32_t>(scaled - 0.5F));
  const float r = (clamped - n * 0.693145752F) - n * 1.42860677e-6F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23U;
  const float result = p * std::bit_cast<float>(bits);
  return x < kLowest ? 0.0F : result;
}

float combined_maximum(const std::array<float, kLanes>& lanes) noexcept {
  return *std::max_element(lanes.begin(), lanes.end());
}

// The largest value that is not NaN, and whether there is a NaN.
std::pair<float, bool> maximum(std::span<const float> values) noexcept {
  std::array<float, kLanes> best;
  std::array<std::uint32_t, kLanes> nan{};
  best.fill(-kInfinity);
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const float x = values[i + lane];
      best[lane] = x > best[lane] ? x : best[lane];
      nan[lane] |= x != x ? 1U : 0U;
    }
  }
  float most = combined_maximum(best);
  std::uint32_t any = 0;
  for (const std::uint32_t flag : nan) any |= flag;
  for (; i < values.size(); ++i) {
    most = values[i] > most ? values[i] : most;
    any |= std::isnan(values[i]) ? 1U : 0U;
  }
  return {most, any != 0};
}

// Sum of e^(x - maximum), which is also written to `output` unless that is null.
float sum_of_exps(std::span<const float> input, float most, float* output) noexcept {
  std::array<float, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= input.size(); i += kLanes) {
    std::array<float, kLanes> block;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      block[lane] = exp_of_negative(input[i + lane] - most);
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += block[lane];
    if (output != nullptr) std::copy(block.begin(), block.end(), output + i);
  }
  for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
    for (std::size_t lane = 0; lane < half; ++lane) sums[lane] += sums[lane + half];
  }
  float sum = sums[0];
  for (; i < input.size(); ++i) {
    const float e = exp_of_negative(input[i] - most);
    sum += e;
    if (output != nullptr) output[i] = e;
  }
  return sum;
}

}  // namespace

float fast_exp(float x) noexcept {
  return x <= 0 ? exp_of_negative(x) : std::exp(x);  // NaN takes the second way
}

float largest(std::span<const float> values) noexcept {
  const auto [most, nan] = maximum(values);
  return nan ? std::numeric_limits<float>::quiet_NaN() : most;
}

std::size_t index_of_largest(std::span<const float> values) noexcept {
  const auto [most, nan] = maximum(values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (nan ? std::isnan(values[i]) : values[i] == most) return i;
  }
  return 0;
}

LogNormalizer log_normalizer(std::span<const float> values) noexcept {
  const auto [most, nan] = maximum(values);
  if (nan || !std::isfinite(most)) {  // all -inf, a +inf or a NaN: NaN everywhere
    const float undefined = std::numeric_limits<float>::quiet_NaN();
    return {undefined, undefined};
  }
  return {most, std::log(sum_of_exps(values, most, nullptr))};
}

void normalize(std::span<const float> input, const LogNormalizer& normalizer, float summand,
               std::span<float> output) noexcept {
  const std::size_t size = input.size();
  for (std::size_t i = 0; i < size; ++i) output[i] = normalizer(input[i]) + summand;
}

void log_softmax(std::span<const float> input, std::span<float> output) noexcept {
  const LogNormalizer normalizer = log_normalizer(input);
  for (std::size_t i = 0; i < input.size(); ++i) output[i] = normalizer(input[i]);
}

void softmax(std::span<const float> input, std::span<float> output) noexcept {
  const auto [most, nan] = maximum(input);
  if (nan || !std::isfinite(most)) {
    std::fill(output.begin(), output.end(), std::numeric_limits<float>::quiet_NaN());
    return;
  }
  const float scale = 1.0F / sum_of_exps(input, most, output.data());
  for (float& value : output.first(input.size())) value *= scale;
}

}  // namespace penstock
