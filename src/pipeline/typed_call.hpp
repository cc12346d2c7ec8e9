// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "pipeline/pipeline_state.hpp"

// What the typed calls share.

namespace penstock {

// The task of a typed call. Its constructor made the pipeline of that task, and nothing changes it.
template <class T>
const T& task_of(const Pipeline& pipeline) {
  return static_cast<const T&>(*pipeline.state().task);
}

// A count as tasks take it. Python's negative counts mean something else: the largest size_t is
// "as many as there are", not -1.
[[nodiscard]] constexpr std::int64_t signed_count(std::size_t count) noexcept {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return count > static_cast<std::size_t>(kMost) ? kMost : static_cast<std::int64_t>(count);
}

}  // namespace penstock
