// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tensor.hpp>
#include <span>
#include <vector>

// Rows and tokens of key and value tensors, moved as seldom as can be.

namespace penstock {

// How to bring every row i to what row rows[i] was. Made once, applied to many tensors.
class RowMoves {
 public:
  // `before`: the rows that there are. Throws Error{invalid_argument} for a row that is not there.
  RowMoves(std::span<const std::int32_t> rows, std::size_t before);

  [[nodiscard]] bool changes_nothing() const noexcept { return same_count_ && moves_.empty(); }
  // The first axis may hold several entries of each row. Copies only the rows that change, in place
  // where the number of rows stays the same, else into new memory.
  void apply(Tensor& tensor) const;
  // The same into new memory.
  [[nodiscard]] Tensor gathered(const Tensor& tensor) const;

 private:
  struct Move {
    std::size_t to;
    std::size_t from;
  };
  static constexpr std::size_t kAside = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t row_bytes(const Tensor& tensor) const noexcept;
  void order_moves();
  void move_in_place(char* data, std::size_t row_bytes) const;

  std::vector<std::size_t> rows_;
  std::size_t before_;
  bool same_count_;
  std::vector<Move> moves_;  // in an order in which nothing is overwritten that is still needed
};

// The first `length` entries along `axis`.
[[nodiscard]] Tensor first_along(const Tensor& tensor, std::size_t axis, std::size_t length);

// Memory of that shape, not filled with anything.
[[nodiscard]] Tensor unfilled(DType dtype, Shape shape);

}  // namespace penstock
