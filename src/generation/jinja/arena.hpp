// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

// Memory of one rendering, or of one parsed template: given out piece by piece, freed at once.

namespace penstock::jinja {

// Not thread-safe. Everything made here is trivially destructible and lives as long as the arena.
class Arena {
 public:
  explicit Arena(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Throws Fault{limit} once more than max_bytes were asked for.
  [[nodiscard]] void* allocate(std::size_t size, std::size_t align) {
    std::size_t at = (position_ + align - 1) & ~(align - 1);
    if (at + size > capacity_) {
      grow(size + align);
      at = (position_ + align - 1) & ~(align - 1);
    }
    position_ = at + size;
    return block_ + at;
  }

  template <class T, class... Args>
  [[nodiscard]] T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // `count` value-initialised elements; null for none.
  template <class T>
  [[nodiscard]] T* array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return nullptr;
    check(count, sizeof(T));
    T* items = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (items + i) T{};
    return items;
  }

 private:
  void grow(std::size_t size);
  void check(std::size_t count, std::size_t size) const;

  std::size_t max_bytes_;
  std::size_t total_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* block_ = nullptr;
  std::size_t position_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace penstock::jinja
