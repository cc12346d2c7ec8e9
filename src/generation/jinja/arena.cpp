// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/arena.hpp"

#include <algorithm>

#include "generation/jinja/fault.hpp"

namespace penstock::jinja {
namespace {

constexpr std::size_t kFirstBlock = std::size_t{16} * 1024;
constexpr std::size_t kLargestBlock = std::size_t{1024} * 1024;

}  // namespace

void Arena::check(std::size_t count, std::size_t size) const {
  if (count > max_bytes_ / size) throw_limit("memory");
}

void Arena::grow(std::size_t size) {
  const std::size_t wanted = std::min(kLargestBlock, std::max(kFirstBlock, total_));
  const std::size_t bytes = std::max(size, wanted);
  if (size > max_bytes_ || total_ > max_bytes_ - size) throw_limit("memory");
  blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[bytes]));
  total_ += bytes;
  block_ = blocks_.back().get();
  position_ = 0;
  capacity_ = bytes;
}

}  // namespace penstock::jinja
