// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "tasks/parameter_set.hpp"

namespace penstock {

// Parameters that every task takes; a task's own options derive from this.
struct CallOptions {
  // Rows run together, sorted by length; 1 never pads. None: inputs one after the other, but the
  // rows that one input makes (windows, labels) together, kRowsPerRun at a time.
  std::optional<std::size_t> batch_size;
};

// Reads batch_size and num_workers (accepted: the reference's loader processes, no effect).
void apply_call_options(ParameterSet& parameters, CallOptions& options);

// Which rows may share a batch.
enum class Mix { any_lengths, equal_lengths };

// Which rows run together: indices into `lengths`, at most `batch_size` in a batch, the longest
// rows first, neighbours of like length, so that padding costs least.
[[nodiscard]] std::vector<std::vector<std::size_t>> plan_batches(
    std::span<const std::size_t> lengths, std::size_t batch_size, Mix mix = Mix::any_lengths);

// Without a batch_size: enough rows to keep the processor busy, few enough to stay in its caches.
inline constexpr std::size_t kRowsPerRun = 8;

// Inputs of a list are prepared, and sorted by length, until they make this many tokens: enough
// that hardly any padding is left, few enough to hold (some 60 bytes a token).
inline constexpr std::size_t kTokensPerWindow = 1U << 19;

}  // namespace penstock
