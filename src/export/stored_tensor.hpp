// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <penstock/tensor.hpp>
#include <span>
#include <string>

namespace penstock::native {

// Where a checkpoint keeps one tensor: dense, row-major, little-endian.
struct StoredTensor {
  DType dtype = DType::undefined;  // undefined: a type that exists in files and nowhere here
  std::string dtype_name;          // as the file spells it
  Shape shape;
  std::size_t file = 0;      // which of the checkpoint's files
  std::uint64_t offset = 0;  // from the start of that file
  std::uint64_t size = 0;    // bytes
};

using TensorTable = std::map<std::string, StoredTensor, std::less<>>;

// The number of elements; none when a size is negative or the product does not fit.
[[nodiscard]] inline std::optional<std::uint64_t> element_count(
    std::span<const std::int64_t> shape) {
  std::uint64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count))
      return std::nullopt;
  }
  return count;
}

}  // namespace penstock::native
