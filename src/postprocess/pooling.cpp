// SPDX-License-Identifier: Apache-2.0
#include "postprocess/pooling.hpp"

#include <algorithm>
#include <cmath>

namespace penstock {
namespace {

constexpr float kMasked = -1e9F;       // what the reference puts in place of a masked number
constexpr float kLeastWeight = 1e-9F;  // it never divides by less

void add(std::span<const float> token, float weight, std::span<float> out) noexcept {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] += weight * token[i];
}

void divide(std::span<float> out, float by) noexcept {
  for (float& value : out) value /= by;
}

// Returns the number of tokens that were added.
float sum(const TokenVectors& tokens, std::span<float> out) noexcept {
  std::fill(out.begin(), out.end(), 0.0F);
  for (std::size_t t = tokens.skipped; t < tokens.count(); ++t) add(tokens.token(t), 1, out);
  const std::size_t count = tokens.count();
  return std::max(static_cast<float>(count - std::min(tokens.skipped, count)), kLeastWeight);
}

}  // namespace

void cls_pool(const TokenVectors& tokens, std::span<float> out) noexcept {
  std::fill(out.begin(), out.end(), 0.0F);
  if (tokens.count() > 0) std::copy_n(tokens.values.begin(), out.size(), out.begin());
}

void max_pool(const TokenVectors& tokens, std::span<float> out) noexcept {
  std::fill(out.begin(), out.end(), tokens.skipped > 0 ? kMasked : -INFINITY);
  for (std::size_t t = tokens.skipped; t < tokens.count(); ++t) {
    const std::span<const float> token = tokens.token(t);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::max(out[i], token[i]);
  }
  if (tokens.count() == 0) std::fill(out.begin(), out.end(), kMasked);
}

void mean_pool(const TokenVectors& tokens, std::span<float> out) noexcept {
  divide(out, sum(tokens, out));
}

void mean_sqrt_len_pool(const TokenVectors& tokens, std::span<float> out) noexcept {
  divide(out, std::sqrt(sum(tokens, out)));
}

void weighted_mean_pool(const TokenVectors& tokens, std::span<float> out) noexcept {
  std::fill(out.begin(), out.end(), 0.0F);
  float total = 0;
  for (std::size_t t = tokens.skipped; t < tokens.count(); ++t) {
    const auto weight = static_cast<float>(t + 1);
    add(tokens.token(t), weight, out);
    total += weight;
  }
  divide(out, std::max(total, kLeastWeight));
}

void last_token_pool(const TokenVectors& tokens, std::span<float> out) noexcept {
  std::fill(out.begin(), out.end(), 0.0F);
  const std::size_t count = tokens.count();
  if (count > tokens.skipped) std::ranges::copy(tokens.token(count - 1), out.begin());
}

}  // namespace penstock
