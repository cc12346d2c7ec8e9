// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>

namespace penstock {

// Random numbers of one row of one request: 64-bit Mersenne Twister (std::mt19937_64), seeded with
// std::seed_seq{low and high half of the seed, row}. The same on every machine; another row's
// numbers do not depend on this one's, so neither does its text. Not torch's numbers.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::size_t row);

  // In [0, 1), a multiple of 2^-53.
  [[nodiscard]] double uniform();
  // Exponentially distributed with mean 1, above 0.
  [[nodiscard]] double exponential();

 private:
  std::mt19937_64 engine_;
};

// The given seed, else one from the system.
[[nodiscard]] std::uint64_t resolve_seed(const std::optional<std::uint64_t>& seed);

}  // namespace penstock
