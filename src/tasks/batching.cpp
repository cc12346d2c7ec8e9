// SPDX-License-Identifier: Apache-2.0
#include "tasks/batching.hpp"

#include <algorithm>
#include <numeric>

namespace penstock {

void apply_call_options(ParameterSet& parameters, CallOptions& options) {
  if (const auto given = parameters.take_size("batch_size", 1)) options.batch_size = *given;
  (void)parameters.take_size("num_workers");
}

std::vector<std::vector<std::size_t>> plan_batches(std::span<const std::size_t> lengths,
                                                   std::size_t batch_size) {
  std::vector<std::size_t> order(lengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [lengths](std::size_t a, std::size_t b) { return lengths[a] > lengths[b]; });
  std::vector<std::vector<std::size_t>> batches;
  for (std::size_t at = 0; at < order.size();) {
    const std::size_t count = std::min(batch_size, order.size() - at);
    const auto first = order.begin() + static_cast<std::ptrdiff_t>(at);
    batches.emplace_back(first, first + static_cast<std::ptrdiff_t>(count));
    at += count;
  }
  return batches;
}

}  // namespace penstock
