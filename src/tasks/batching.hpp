// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tasks/parameter_set.hpp"

namespace penstock {

// Parameters that every task takes; a task's own options derive from this.
struct CallOptions {
  std::size_t batch_size = 1;  // rows run together; 1 never pads
};

// Reads batch_size and num_workers (accepted: the reference's loader processes, no effect).
void apply_call_options(ParameterSet& parameters, CallOptions& options);

// Which rows may share a batch.
enum class Mix { any_lengths, equal_lengths };

// Which rows run together: indices into `lengths`, at most `batch_size` in a batch, the longest
// rows first, neighbours of like length, so that padding costs least.
[[nodiscard]] std::vector<std::vector<std::size_t>> plan_batches(
    std::span<const std::size_t> lengths, std::size_t batch_size, Mix mix = Mix::any_lengths);

// Inputs prepared at once when a list is run in batches: bounds what is held in memory.
inline constexpr std::size_t kBatchesPerWindow = 32;

}  // namespace penstock
