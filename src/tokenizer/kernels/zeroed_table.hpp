// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace penstock::kernels {

// A large array of zeroes that costs memory only where it is touched; begins at a cache line.
template <typename T>
class ZeroedTable {
 public:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  explicit ZeroedTable(std::size_t count) : memory_(std::calloc(count * sizeof(T) + kLine, 1)) {
    if (!memory_) throw std::bad_alloc();
    std::size_t space = count * sizeof(T) + kLine;
    void* begin = memory_.get();
    values_ = static_cast<T*>(std::align(kLine, count * sizeof(T), begin, space));
  }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return values_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return values_[i]; }

 private:
  static constexpr std::size_t kLine = 64;
  struct Free {
    void operator()(void* memory) const noexcept { std::free(memory); }
  };
  std::unique_ptr<void, Free> memory_;
  T* values_ = nullptr;
};

}  // namespace penstock::kernels
