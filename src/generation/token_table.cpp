// SPDX-License-Identifier: Apache-2.0
#include "generation/token_table.hpp"

#include <algorithm>

namespace penstock {

TokenTable::TokenTable(std::size_t rows, std::size_t length, std::span<const std::int64_t> ids)
    : rows_(rows) {
  reserve(length);
  for (std::size_t row = 0; row < rows; ++row) {
    std::copy_n(ids.begin() + static_cast<std::ptrdiff_t>(row * length), length,
                data_.begin() + static_cast<std::ptrdiff_t>(row * stride_));
  }
  length_ = length;
}

void TokenTable::reserve(std::size_t length) {
  if (length <= stride_) return;
  const std::size_t stride = std::max<std::size_t>({length, stride_ * 2, 64});
  std::vector<std::int64_t> grown(rows_ * stride);
  for (std::size_t i = 0; i < rows_; ++i) {
    const std::span<const std::int64_t> old = row(i);
    std::copy(old.begin(), old.end(), grown.begin() + static_cast<std::ptrdiff_t>(i * stride));
  }
  data_.swap(grown);
  stride_ = stride;
}

void TokenTable::append(std::span<const std::int64_t> ids) {
  reserve(length_ + 1);
  for (std::size_t row = 0; row < rows_; ++row) data_[row * stride_ + length_] = ids[row];
  ++length_;
}

void TokenTable::assign_from(const TokenTable& other, std::span<const std::size_t> source,
                             std::span<const std::int64_t> ids) {
  reserve(other.length_ + 1);
  for (std::size_t i = 0; i < rows_; ++i) {
    const std::span<const std::int64_t> from = other.row(source[i]);
    const auto to = data_.begin() + static_cast<std::ptrdiff_t>(i * stride_);
    *std::copy(from.begin(), from.end(), to) = ids[i];
  }
  length_ = other.length_ + 1;
}

}  // namespace penstock
