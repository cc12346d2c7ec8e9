// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace penstock {

// Memory of one tokenizer call: handed out piecemeal, given back all at once, kept for the next
// call of the thread. Holds only trivially destructible things. Not synchronised.
class TextArena {
 public:
  // Uninitialised room for `count` values.
  template <typename T>
  [[nodiscard]] T* allocate(std::size_t count) {
    static_assert(alignof(T) <= kAlignment);
    return static_cast<T*>(allocate_bytes(count * sizeof(T)));
  }
  // A copy that lives until reset().
  [[nodiscard]] std::string_view store(std::string_view text);
  // Takes everything back. Keeps at most one block, and that only below 4 MiB.
  void reset() noexcept;

 private:
  static constexpr std::size_t kAlignment = 16;
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  [[nodiscard]] void* allocate_bytes(std::size_t size);

  std::vector<Block> blocks_;
  std::size_t used_ = 0;  // of the last block
};

}  // namespace penstock
