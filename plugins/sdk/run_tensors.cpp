// SPDX-License-Identifier: Apache-2.0
#include "sdk/run_tensors.hpp"

#include <chrono>
#include <string>

#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"

namespace penstock::sdk {

void* data_or_place(const PenstockTensor& tensor) noexcept {
  static char place;
  return tensor.byte_size != 0 ? tensor.data : &place;
}

bool overlap(const PenstockTensor& a, const PenstockTensor& b) noexcept {
  const auto* a_begin = static_cast<const char*>(a.data);
  const auto* b_begin = static_cast<const char*>(b.data);
  if (a_begin == nullptr || b_begin == nullptr) return false;
  return a_begin < b_begin + b.byte_size && b_begin < a_begin + a.byte_size;
}

void check_output(const char* name, std::size_t rank, PenstockDType dtype) {
  if (rank <= kMaxRank && size_of(dtype) != 0) return;
  throw Failure(PENSTOCK_UNSUPPORTED,
                std::string("output '") + name + "' has rank " + std::to_string(rank) +
                    " and element type " + std::string(name_of(dtype)) +
                    "; Penstock takes ranks up to " + std::to_string(kMaxRank) + " and numbers");
}

std::uint64_t now_ns() noexcept {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

}  // namespace penstock::sdk
