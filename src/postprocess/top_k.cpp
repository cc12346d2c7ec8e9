// SPDX-License-Identifier: Apache-2.0
#include "postprocess/top_k.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace penstock {

std::vector<std::size_t> top_k(std::span<const float> scores, std::optional<std::size_t> k) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto better = [scores](std::size_t a, std::size_t b) {
    if (std::isnan(scores[a]) != std::isnan(scores[b])) return std::isnan(scores[b]);
    if (scores[a] != scores[b] && !std::isnan(scores[a])) return scores[a] > scores[b];
    return a < b;
  };
  const std::size_t count = std::min(k.value_or(scores.size()), scores.size());
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(order.begin(), last, order.end(), better);
  order.resize(count);
  return order;
}

std::size_t slice_length(std::size_t count, std::optional<std::int64_t> k) noexcept {
  if (!k) return count;
  if (*k >= 0) return std::min(count, static_cast<std::size_t>(*k));
  const std::size_t dropped = std::size_t{0} - static_cast<std::size_t>(*k);
  return dropped >= count ? 0 : count - dropped;
}

std::size_t argmax(std::span<const float> scores) noexcept {
  std::size_t best = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i])) return i;
    if (scores[i] > scores[best]) best = i;
  }
  return best;
}

}  // namespace penstock
