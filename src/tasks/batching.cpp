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
                                                   std::size_t batch_size, Mix mix) {
  std::vector<std::size_t> order(lengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [lengths](std::size_t a, std::size_t b) { return lengths[a] > lengths[b]; });
  std::vector<std::vector<std::size_t>> batches;
  for (const std::size_t row : order) {
    const bool joins = !batches.empty() && batches.back().size() < batch_size &&
                       (mix == Mix::any_lengths || lengths[batches.back().front()] == lengths[row]);
    if (!joins) batches.emplace_back();
    batches.back().push_back(row);
  }
  return batches;
}

}  // namespace penstock
