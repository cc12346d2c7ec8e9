// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace penstock {

// Zeroed C tensors of one run, on the stack for graphs of usual size. Gives back at the end what a
// backend filled and nobody took.
class TensorArray {
 public:
  explicit TensorArray(std::size_t size) : size_(size) {
    if (size > inline_.size()) heap_.resize(size);
  }
  ~TensorArray() {
    for (PenstockTensor& tensor : view())
      if (tensor.release != nullptr) tensor.release(&tensor);
  }
  TensorArray(const TensorArray&) = delete;
  TensorArray& operator=(const TensorArray&) = delete;

  [[nodiscard]] std::span<PenstockTensor> view() noexcept {
    return {size_ > inline_.size() ? heap_.data() : inline_.data(), size_};
  }
  [[nodiscard]] PenstockTensor& operator[](std::size_t i) noexcept { return view()[i]; }

 private:
  std::array<PenstockTensor, 8> inline_{};
  std::vector<PenstockTensor> heap_;
  std::size_t size_;
};

}  // namespace penstock
