// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstddef>
#include <cstdint>

// What the runs of all backends do with tensors.

namespace penstock::sdk {

// Dimensions an output may have.
inline constexpr std::size_t kMaxRank = 16;

// Where a lent tensor's bytes are; for a tensor of no elements a place that is not null, which is
// what runtimes ask for.
[[nodiscard]] void* data_or_place(const PenstockTensor& tensor) noexcept;

// Whether two host tensors share bytes. An output may be an input handed through, whose memory is
// lent for the call only.
[[nodiscard]] bool overlap(const PenstockTensor& a, const PenstockTensor& b) noexcept;

// Throws Failure(PENSTOCK_UNSUPPORTED) for an output that the C table cannot describe.
void check_output(const char* name, std::size_t rank, PenstockDType dtype);

// A tensor's release when its private_data is a T.
template <class T>
void release_held(PenstockTensor* tensor) {
  delete static_cast<T*>(tensor->private_data);
  *tensor = {};
}

// Of a steady clock, for PenstockTimings.
[[nodiscard]] std::uint64_t now_ns() noexcept;

}  // namespace penstock::sdk
