// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// The best of a list of scores. Equal scores keep their order, as Python's sort does; NaN counts
// as lower than every number.

namespace penstock {

// Indices of the `k` best, best first; without `k`, or where k is larger than the list, all.
[[nodiscard]] std::vector<std::size_t> top_k(std::span<const float> scores,
                                             std::optional<std::size_t> k = std::nullopt);

// How many of `count` items Python's `items[:k]` keeps: a negative k drops that many at the end.
[[nodiscard]] std::size_t slice_length(std::size_t count, std::optional<std::int64_t> k) noexcept;

// numpy's argmax: the first largest value, or the first NaN. `scores` must not be empty.
[[nodiscard]] std::size_t argmax(std::span<const float> scores) noexcept;

}  // namespace penstock
