// SPDX-License-Identifier: Apache-2.0
#include "fake/compute.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"

namespace penstock::fake {
namespace {

using sdk::Failure;

// Calls visit(T{}) with the C++ type of the elements.
template <typename Visit>
void with_type(PenstockDType dtype, Visit&& visit) {
  switch (dtype) {
    case PENSTOCK_FLOAT32: return visit(float{});
    case PENSTOCK_FLOAT64: return visit(double{});
    case PENSTOCK_INT8: return visit(std::int8_t{});
    case PENSTOCK_UINT8: return visit(std::uint8_t{});
    case PENSTOCK_INT32: return visit(std::int32_t{});
    case PENSTOCK_INT64: return visit(std::int64_t{});
    default:
      throw Failure(PENSTOCK_UNSUPPORTED,
                    "the fake does not calculate with " + std::string(sdk::name_of(dtype)));
  }
}

Array zeros(PenstockDType dtype, std::vector<std::int64_t> shape) {
  std::size_t bytes = sdk::size_of(dtype);
  for (const std::int64_t dim : shape) bytes *= static_cast<std::size_t>(dim);
  return {dtype, std::move(shape), std::vector<char>(bytes)};
}

void add(const PenstockTensor& from, Array& to) {
  const std::span<const std::int64_t> shape(from.shape, static_cast<std::size_t>(from.rank));
  if (!std::equal(shape.begin(), shape.end(), to.shape.begin(), to.shape.end()))
    throw Failure(PENSTOCK_BACKEND_FAILED, "the fake failed: shapes differ");
  with_type(to.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto* source = static_cast<const T*>(from.data);
    auto* target = reinterpret_cast<T*>(to.bytes.data());
    for (std::size_t i = 0; i < to.bytes.size() / sizeof(T); ++i)
      target[i] = static_cast<T>(target[i] + source[i]);
  });
}

Array total(const PenstockTensor& from) {
  Array sum = zeros(from.dtype, {});
  with_type(from.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto* source = static_cast<const T*>(from.data);
    auto* target = reinterpret_cast<T*>(sum.bytes.data());
    for (std::size_t i = 0; i < from.byte_size / sizeof(T); ++i)
      *target = static_cast<T>(*target + source[i]);
  });
  return sum;
}

void write(std::span<const double> numbers, std::size_t at, Array& to) {
  with_type(to.dtype, [&](auto zero) {
    using T = decltype(zero);
    auto* target = reinterpret_cast<T*>(to.bytes.data()) + at;
    for (const double number : numbers) *target++ = static_cast<T>(number);
  });
}

Array constant(const OutputScript& answer, const PortScript& port) {
  std::vector<std::int64_t> shape = port.shape;
  for (std::int64_t& dim : shape) dim = dim < 0 ? 1 : dim;
  Array out = zeros(port.dtype, std::move(shape));
  if (answer.rows.front().size() * sdk::size_of(port.dtype) != out.bytes.size())
    throw Failure(PENSTOCK_BACKEND_FAILED, "the fake's constant does not fit its shape");
  write(answer.rows.front(), 0, out);
  return out;
}

Array rows(const OutputScript& answer, const PortScript& port, const PenstockTensor& first) {
  const std::int64_t count = first.rank > 0 ? first.shape[0] : 1;
  const std::size_t width = answer.rows.front().size();
  Array out = zeros(port.dtype, {count, static_cast<std::int64_t>(width)});
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
    write(answer.rows[i % answer.rows.size()], i * width, out);
  return out;
}

}  // namespace

Array copy_of(const PenstockTensor& tensor) {
  const auto* bytes = static_cast<const char*>(tensor.data);
  return {
      tensor.dtype, {tensor.shape, tensor.shape + tensor.rank}, {bytes, bytes + tensor.byte_size}};
}

Array compute(const OutputScript& answer, const PortScript& port,
              std::span<const PenstockTensor> inputs, const Array* before) {
  if (answer.kind == "constant") return constant(answer, port);
  if (answer.kind == "rows") return rows(answer, port, inputs.front());
  if (answer.kind == "total") return total(inputs[answer.inputs.front()]);
  Array out = copy_of(inputs[answer.inputs.front()]);
  if (answer.kind == "echo") return out;
  if (answer.kind == "accumulate") {
    if (before == nullptr || before->bytes.empty()) return out;
    const PenstockTensor held{before->dtype,
                              static_cast<std::int32_t>(before->shape.size()),
                              before->shape.data(),
                              const_cast<char*>(before->bytes.data()),
                              before->bytes.size(),
                              nullptr,
                              nullptr,
                              nullptr};
    add(held, out);
    return out;
  }
  for (std::size_t i = 1; i < answer.inputs.size(); ++i) add(inputs[answer.inputs[i]], out);
  return out;
}

}  // namespace penstock::fake
