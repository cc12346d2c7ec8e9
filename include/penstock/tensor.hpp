// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A typed n-dimensional array in host memory, dense and row-major.
//
// A Tensor either owns its bytes or borrows them: a borrowed tensor keeps the lender alive through
// `owner` (a runtime's output buffer, say) or, where owner is empty, the caller promises that the
// bytes outlive it. Copies share the bytes; nothing here copies them. Not synchronised: share a
// tensor between threads only for reading.

namespace penstock {

// Element type, by the Hugging Face spelling. Values are those of PenstockDType in backend_abi.h.
enum class DType : std::int32_t {
  undefined = 0,
  float32 = 1,
  float16 = 2,
  bfloat16 = 3,
  float64 = 4,
  int8 = 5,
  uint8 = 6,
  int16 = 7,
  uint16 = 8,
  int32 = 9,
  uint32 = 10,
  int64 = 11,
  uint64 = 12,
  boolean = 13,
  string = 14,
};

[[nodiscard]] std::string_view to_string(DType dtype) noexcept;
[[nodiscard]] std::size_t size_of(
    DType dtype) noexcept;  // bytes an element; 0 for undefined, string

using Shape = std::vector<std::int64_t>;

// "[2, 7]"; a dynamic dimension (-1) prints as "?".
[[nodiscard]] std::string to_string(std::span<const std::int64_t> shape);

template <typename T>
inline constexpr DType dtype_of = DType::undefined;
template <>
inline constexpr DType dtype_of<float> = DType::float32;
template <>
inline constexpr DType dtype_of<double> = DType::float64;
template <>
inline constexpr DType dtype_of<std::int8_t> = DType::int8;
template <>
inline constexpr DType dtype_of<std::uint8_t> = DType::uint8;
template <>
inline constexpr DType dtype_of<std::int32_t> = DType::int32;
template <>
inline constexpr DType dtype_of<std::int64_t> = DType::int64;
template <>
inline constexpr DType dtype_of<bool> = DType::boolean;

class Tensor {
 public:
  Tensor() = default;

  // Owned, zero-filled, aligned to 64 bytes. Throws Error{invalid_argument} for a negative size.
  static Tensor zeros(DType dtype, Shape shape);
  // Borrowed: `data` holds at least the shape's bytes for as long as `owner` (or the caller) keeps
  // it.
  static Tensor borrow(DType dtype, Shape shape, void* data, std::shared_ptr<void> owner = nullptr);

  [[nodiscard]] DType dtype() const noexcept { return dtype_; }
  [[nodiscard]] const Shape& shape() const noexcept { return shape_; }
  [[nodiscard]] std::size_t rank() const noexcept { return shape_.size(); }
  [[nodiscard]] std::int64_t dim(std::size_t axis) const { return shape_.at(axis); }
  [[nodiscard]] std::size_t element_count() const noexcept;
  [[nodiscard]] std::size_t byte_size() const noexcept { return element_count() * size_of(dtype_); }

  [[nodiscard]] const void* data() const noexcept { return data_; }
  [[nodiscard]] void* data() noexcept { return data_; }

  // The elements as T. Throws Error{invalid_argument} naming both types when dtype() is another.
  template <typename T>
  [[nodiscard]] std::span<const T> values() const {
    check_dtype(dtype_of<T>);
    return {static_cast<const T*>(data_), element_count()};
  }
  template <typename T>
  [[nodiscard]] std::span<T> values() {
    check_dtype(dtype_of<T>);
    return {static_cast<T*>(data_), element_count()};
  }

  // A float32 tensor of the same values: this one where it already is, else converted from
  // float16, bfloat16, float64 or an integer type.
  [[nodiscard]] Tensor to_float32() const;

 private:
  void check_dtype(DType wanted) const;

  DType dtype_ = DType::undefined;
  Shape shape_;
  void* data_ = nullptr;
  std::shared_ptr<void> owner_;
};

// Tensors by the graph's own names, in the graph's order.
class NamedTensors {
 public:
  using Entry = std::pair<std::string, Tensor>;

  // Replaces the tensor of that name, else appends it.
  void set(std::string_view name, Tensor tensor);
  [[nodiscard]] const Tensor* find(std::string_view name) const noexcept;
  // Throws Error{not_found} that lists the names there are.
  [[nodiscard]] const Tensor& at(std::string_view name) const;

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] auto begin() const noexcept { return entries_.begin(); }
  [[nodiscard]] auto end() const noexcept { return entries_.end(); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace penstock
