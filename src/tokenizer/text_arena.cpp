// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/text_arena.hpp"

#include <algorithm>

namespace penstock {
namespace {
constexpr std::size_t kFirstBlock = std::size_t{64} << 10;
constexpr std::size_t kLargestKept = std::size_t{4} << 20;
}  // namespace

void* TextArena::allocate_bytes(std::size_t size) {
  size = (size + kAlignment - 1) & ~(kAlignment - 1);
  if (blocks_.empty() || blocks_.back().size - used_ < size) {
    const std::size_t doubled = blocks_.empty() ? kFirstBlock : 2 * blocks_.back().size;
    const std::size_t block = std::max(size, doubled);
    blocks_.push_back({std::unique_ptr<std::byte[]>(new std::byte[block]), block});
    used_ = 0;
  }
  void* at = blocks_.back().bytes.get() + used_;
  used_ += size;
  return at;
}

std::string_view TextArena::store(std::string_view text) {
  if (text.empty()) return {};
  char* copy = allocate<char>(text.size());
  std::copy_n(text.data(), text.size(), copy);
  return {copy, text.size()};
}

void TextArena::reset() noexcept {
  if (blocks_.size() > 1) blocks_.erase(blocks_.begin(), blocks_.end() - 1);
  if (!blocks_.empty() && blocks_.back().size > kLargestKept) blocks_.clear();
  used_ = 0;
}

}  // namespace penstock
