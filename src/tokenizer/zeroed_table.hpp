// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace penstock {

// Zeroed memory that costs only where it is touched; begins at a cache line, and where it is large
// at a large page, which the system is asked for.
class ZeroedMemory {
 public:
  ZeroedMemory() = default;
  explicit ZeroedMemory(std::size_t size);
  ZeroedMemory(ZeroedMemory&& other) noexcept { swap(other); }
  ZeroedMemory& operator=(ZeroedMemory&& other) noexcept {
    swap(other);
    return *this;
  }
  ~ZeroedMemory();
  [[nodiscard]] void* begin() const noexcept { return begin_; }

 private:
  void swap(ZeroedMemory& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(memory_, other.memory_);
    std::swap(mapped_, other.mapped_);
  }

  void* begin_ = nullptr;
  void* memory_ = nullptr;  // what was allocated
  std::size_t mapped_ = 0;  // its size where it is a mapping of its own
};

// A large array of zeroes.
template <typename T>
class ZeroedTable {
 public:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  explicit ZeroedTable(std::size_t count)
      : memory_(count * sizeof(T)), values_(static_cast<T*>(memory_.begin())) {}
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return values_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return values_[i]; }

 private:
  ZeroedMemory memory_;
  T* values_;
};

}  // namespace penstock
