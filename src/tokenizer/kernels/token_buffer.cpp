// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/token_buffer.hpp"

#include <algorithm>

namespace penstock::kernels {
namespace {

// Uninitialised, but for what was there.
template <typename T>
void enlarge(std::unique_ptr<T[]>& values, std::size_t size, std::size_t capacity) {
  std::unique_ptr<T[]> larger = std::make_unique_for_overwrite<T[]>(capacity);
  std::copy_n(values.get(), size, larger.get());
  values = std::move(larger);
}

}  // namespace

void TokenBuffer::grow(std::size_t count) {
  const std::size_t capacity = std::max({std::size_t{4096}, 2 * capacity_, size_ + count});
  enlarge(ids_, size_, capacity);
  enlarge(offsets_, size_, capacity);
  enlarge(words_, size_, capacity);
  capacity_ = capacity;
}

void TokenBuffer::release() noexcept {
  ids_.reset();
  offsets_.reset();
  words_.reset();
  capacity_ = 0;
}

}  // namespace penstock::kernels
