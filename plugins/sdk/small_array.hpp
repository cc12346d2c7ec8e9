// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>

namespace penstock::sdk {

// A zeroed array of a size known at run time, on the stack up to Inline elements.
template <typename T, std::size_t Inline = 16>
class SmallArray {
 public:
  explicit SmallArray(std::size_t size)
      : heap_(size > Inline ? std::make_unique<T[]>(size) : nullptr), size_(size) {}

  [[nodiscard]] T* data() noexcept { return heap_ != nullptr ? heap_.get() : inline_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t index) noexcept { return data()[index]; }
  [[nodiscard]] T* begin() noexcept { return data(); }
  [[nodiscard]] T* end() noexcept { return data() + size_; }

 private:
  std::array<T, Inline> inline_{};
  std::unique_ptr<T[]> heap_;
  std::size_t size_;
};

}  // namespace penstock::sdk
