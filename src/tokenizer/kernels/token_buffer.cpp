// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/token_buffer.hpp"

#include <algorithm>

namespace penstock::kernels {

void TokenBuffer::grow(std::size_t count) {
  const std::size_t capacity = std::max({std::size_t{4096}, 2 * capacity_, size_ + count});
  std::unique_ptr<KernelToken[]> larger(new KernelToken[capacity]);
  std::copy_n(tokens_.get(), size_, larger.get());
  tokens_ = std::move(larger);
  capacity_ = capacity;
}

}  // namespace penstock::kernels
