// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "generation/logits_processor.hpp"

namespace penstock {

// The ids of all rows, which grow together. Memory doubles when it is used up.
class TokenTable {
 public:
  // `ids`: [rows][length].
  TokenTable(std::size_t rows, std::size_t length, std::span<const std::int64_t> ids);

  // One more id for each row.
  void append(std::span<const std::int64_t> ids);
  // Row i becomes a copy of what row source[i] of `other` is, followed by ids[i].
  void assign_from(const TokenTable& other, std::span<const std::size_t> source,
                   std::span<const std::int64_t> ids);

  [[nodiscard]] TokenRows view() const noexcept { return {data_.data(), rows_, length_, stride_}; }
  [[nodiscard]] std::span<const std::int64_t> row(std::size_t index) const noexcept {
    return view().row(index);
  }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t length() const noexcept { return length_; }

 private:
  void reserve(std::size_t length);

  std::size_t rows_;
  std::size_t length_ = 0;
  std::size_t stride_ = 0;
  std::vector<std::int64_t> data_;
};

}  // namespace penstock
