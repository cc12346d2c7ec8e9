// SPDX-License-Identifier: Apache-2.0
#include "generation/vector_math.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace penstock {
namespace {

constexpr std::size_t kLanes = 16;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Four numbers in the compilers' vector types: from loops over arrays g++ 12 makes single
// instructions. A pass keeps four of them, which hides the time that an addition takes.
using Four [[gnu::vector_size(4 * sizeof(float))]] = float;
using FourInts [[gnu::vector_size(4 * sizeof(float))]] = std::int32_t;
constexpr std::size_t kGroups = kLanes / 4;

Four load(const float* from) noexcept {
  Four x;
  std::memcpy(&x, from, sizeof(x));
  return x;
}

// e^x for x <= 0: 2^n times a polynomial of the rest, no branches.
inline Four exp_of_negative(Four x) noexcept {
  constexpr float kLowest = -87.0F;  // below it the result would be no normal number
  const Four zero{};
  const Four clamped = x < kLowest ? zero + kLowest : x;
  const FourInts whole = __builtin_convertvector(clamped * 1.44269504F - 0.5F, FourInts);
  const Four n = __builtin_convertvector(whole, Four);
  const Four r = (clamped - n * 0.693145752F) - n * 1.42860677e-6F;
  Four p = r * 1.9875691500e-4F + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  const FourInts bits = (whole + 127) << 23;
  return x < kLowest ? zero : p * std::bit_cast<Four>(bits);
}
inline float exp_of_negative(float x) noexcept { return exp_of_negative(Four{} + x)[0]; }

// The largest value that is not NaN, and whether there is a NaN.
std::pair<float, bool> maximum(std::span<const float> values) noexcept {
  std::array<Four, kGroups> best;
  best.fill(Four{} - kInfinity);
  FourInts nan{};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (std::size_t group = 0; group < kGroups; ++group) {
      const Four x = load(values.data() + i + 4 * group);
      best[group] = x > best[group] ? x : best[group];
      nan |= x != x;
    }
  }
  float most = -kInfinity;
  bool any = false;
  for (std::size_t lane = 0; lane < 4; ++lane) {
    for (const Four& group : best) most = std::max(most, group[lane]);
    any = any || nan[lane] != 0;
  }
  for (; i < values.size(); ++i) {
    most = values[i] > most ? values[i] : most;
    any = any || std::isnan(values[i]);
  }
  return {most, any};
}

// Sum of e^(x - maximum), which is also written to `output` unless that is null.
float sum_of_exps(std::span<const float> input, float most, float* output) noexcept {
  std::array<Four, kGroups> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= input.size(); i += kLanes) {
    for (std::size_t group = 0; group < kGroups; ++group) {
      const std::size_t at = i + 4 * group;
      const Four e = exp_of_negative(load(input.data() + at) - most);
      sums[group] += e;
      if (output != nullptr) std::memcpy(output + at, &e, sizeof(e));
    }
  }
  const Four four = (sums[0] + sums[2]) + (sums[1] + sums[3]);
  float sum = (four[0] + four[2]) + (four[1] + four[3]);
  for (; i < input.size(); ++i) {
    const float e = exp_of_negative(input[i] - most);
    sum += e;
    if (output != nullptr) output[i] = e;
  }
  return sum;
}

}  // namespace

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
