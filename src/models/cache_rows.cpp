// SPDX-License-Identifier: Apache-2.0
#include "models/cache_rows.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <numeric>
#include <penstock/error.hpp>
#include <string>
#include <utility>

namespace penstock {
namespace {

constexpr std::align_val_t kAlignment{64};

std::size_t product(std::span<const std::int64_t> sizes) {
  return std::accumulate(
      sizes.begin(), sizes.end(), std::size_t{1},
      [](std::size_t all, std::int64_t size) { return all * static_cast<std::size_t>(size); });
}

void copy(char* to, const char* from, std::size_t bytes) {
  if (bytes != 0) std::memcpy(to, from, bytes);
}

}  // namespace

Tensor unfilled(DType dtype, Shape shape) {
  const std::size_t bytes = std::max<std::size_t>(product(shape) * size_of(dtype), 1);
  const std::shared_ptr<void> memory(::operator new(bytes, kAlignment),
                                     [](void* data) { ::operator delete(data, kAlignment); });
  return Tensor::borrow(dtype, std::move(shape), memory.get(), memory);
}

RowMoves::RowMoves(std::span<const std::int32_t> rows, std::size_t before)
    : before_(before), same_count_(rows.size() == before) {
  for (const std::int32_t row : rows) {
    if (row < 0 || static_cast<std::size_t>(row) >= before)
      throw Error(ErrorCode::invalid_argument, "reorder: row " + std::to_string(row) +
                                                   " is not one of the " + std::to_string(before) +
                                                   " rows");
    rows_.push_back(static_cast<std::size_t>(row));
  }
  if (same_count_) order_moves();
}

// A row is written as soon as no other row waits for what it holds; where only cycles are left, one
// of their rows is put aside first.
void RowMoves::order_moves() {
  std::vector<std::size_t> readers(before_, 0);
  std::vector<std::size_t> source = rows_;
  for (std::size_t i = 0; i < before_; ++i)
    if (source[i] != i) ++readers[source[i]];
  std::vector<std::size_t> free_rows;
  for (std::size_t i = 0; i < before_; ++i)
    if (source[i] != i && readers[i] == 0) free_rows.push_back(i);
  const auto write_free_rows = [&] {
    while (!free_rows.empty()) {
      const std::size_t to = free_rows.back();
      free_rows.pop_back();
      const std::size_t from = source[to];
      moves_.push_back({to, from});
      source[to] = to;
      if (from != kAside && --readers[from] == 0 && source[from] != from) free_rows.push_back(from);
    }
  };
  write_free_rows();
  for (std::size_t i = 0; i < before_; ++i) {
    if (source[i] == i) continue;
    moves_.push_back({kAside, i});
    for (std::size_t reader = 0; reader < before_; ++reader)
      if (reader != i && source[reader] == i) source[reader] = kAside;
    readers[i] = 0;
    free_rows.push_back(i);
    write_free_rows();
  }
}

void RowMoves::move_in_place(char* data, std::size_t row_bytes) const {
  std::unique_ptr<char[]> aside;
  for (const Move& move : moves_) {
    if (move.to == kAside && !aside) aside = std::make_unique<char[]>(std::max(row_bytes, 1UL));
    char* to = move.to == kAside ? aside.get() : data + move.to * row_bytes;
    const char* from = move.from == kAside ? aside.get() : data + move.from * row_bytes;
    copy(to, from, row_bytes);
  }
}

std::size_t RowMoves::row_bytes(const Tensor& tensor) const noexcept {
  return before_ == 0 ? 0 : tensor.byte_size() / before_;
}

void RowMoves::apply(Tensor& tensor) const {
  if (changes_nothing() || tensor.rank() == 0) return;
  if (same_count_) {
    move_in_place(static_cast<char*>(tensor.data()), row_bytes(tensor));
  } else {
    tensor = gathered(tensor);
  }
}

Tensor RowMoves::gathered(const Tensor& tensor) const {
  if (tensor.rank() == 0 || before_ == 0) return tensor;
  Shape shape = tensor.shape();
  shape[0] =
      shape[0] / static_cast<std::int64_t>(before_) * static_cast<std::int64_t>(rows_.size());
  Tensor result = unfilled(tensor.dtype(), std::move(shape));
  const std::size_t bytes = row_bytes(tensor);
  const char* from = static_cast<const char*>(tensor.data());
  char* to = static_cast<char*>(result.data());
  for (std::size_t i = 0; i < rows_.size(); ++i)
    copy(to + i * bytes, from + rows_[i] * bytes, bytes);
  return result;
}

Tensor first_along(const Tensor& tensor, std::size_t axis, std::size_t length) {
  const Shape& shape = tensor.shape();
  Shape cut = shape;
  cut.at(axis) = static_cast<std::int64_t>(length);
  Tensor result = unfilled(tensor.dtype(), cut);
  const std::span<const std::int64_t> sizes(shape);
  const std::size_t outer = product(sizes.first(axis));
  const std::size_t step = product(sizes.subspan(axis)) * size_of(tensor.dtype());
  const std::size_t kept =
      product(std::span<const std::int64_t>(cut).subspan(axis)) * size_of(tensor.dtype());
  const char* from = static_cast<const char*>(tensor.data());
  char* to = static_cast<char*>(result.data());
  for (std::size_t i = 0; i < outer; ++i) copy(to + i * kept, from + i * step, kept);
  return result;
}

}  // namespace penstock
