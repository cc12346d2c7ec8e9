// SPDX-License-Identifier: Apache-2.0
#include "generation/random_stream.hpp"

#include <cmath>

namespace penstock {
namespace {

std::mt19937_64 make_engine(std::uint64_t seed, std::size_t row) {
  std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                         static_cast<std::uint32_t>(row)};
  return std::mt19937_64(sequence);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::size_t row) : engine_(make_engine(seed, row)) {}

double RandomStream::uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }

double RandomStream::exponential() { return -std::log1p(-uniform()) + 0x1.0p-60; }

std::uint64_t resolve_seed(const std::optional<std::uint64_t>& seed) {
  if (seed) return *seed;
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

}  // namespace penstock
