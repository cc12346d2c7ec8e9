// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

// The vectors of a text's tokens to one vector (sentence_transformers.models.Pooling).

namespace penstock {

// `count` vectors of `size` numbers, one after the other. The first `skipped` of them (a prompt)
// keep their places but do not count.
struct TokenVectors {
  std::span<const float> values;
  std::size_t size = 0;
  std::size_t skipped = 0;

  [[nodiscard]] std::size_t count() const noexcept { return size == 0 ? 0 : values.size() / size; }
  [[nodiscard]] std::span<const float> token(std::size_t index) const {
    return values.subspan(index * size, size);
  }
};

// Each writes `size` numbers to `out`. Where no token counts: zeros, or -1e9 for max_pool.
void cls_pool(const TokenVectors& tokens, std::span<float> out) noexcept;  // the first, in any case
void max_pool(const TokenVectors& tokens, std::span<float> out) noexcept;
void mean_pool(const TokenVectors& tokens, std::span<float> out) noexcept;
// The sum over the square root of the number of tokens.
void mean_sqrt_len_pool(const TokenVectors& tokens, std::span<float> out) noexcept;
// A token's weight is its position, from 1 on.
void weighted_mean_pool(const TokenVectors& tokens, std::span<float> out) noexcept;
void last_token_pool(const TokenVectors& tokens, std::span<float> out) noexcept;

}  // namespace penstock
