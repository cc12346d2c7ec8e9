// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <algorithm>
#include <array>
#include <cstddef>

// A runtime's element types beside those of the C table.

namespace penstock::sdk {

template <class Theirs>
struct DTypePair {
  PenstockDType ours;
  Theirs theirs;
};

// PENSTOCK_DTYPE_UNDEFINED for what is not in `pairs`.
template <class Theirs, std::size_t kCount>
[[nodiscard]] constexpr PenstockDType find_ours(const std::array<DTypePair<Theirs>, kCount>& pairs,
                                                Theirs theirs) noexcept {
  const auto found = std::ranges::find(pairs, theirs, &DTypePair<Theirs>::theirs);
  return found != pairs.end() ? found->ours : PENSTOCK_DTYPE_UNDEFINED;
}

// `otherwise` for what is not in `pairs`.
template <class Theirs, std::size_t kCount>
[[nodiscard]] constexpr Theirs find_theirs(const std::array<DTypePair<Theirs>, kCount>& pairs,
                                           PenstockDType ours, Theirs otherwise) noexcept {
  const auto found = std::ranges::find(pairs, ours, &DTypePair<Theirs>::ours);
  return found != pairs.end() ? found->theirs : otherwise;
}

}  // namespace penstock::sdk
