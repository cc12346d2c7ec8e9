// SPDX-License-Identifier: Apache-2.0
#include "models/tensor_cast.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

template <typename From, typename To>
Tensor converted(const Tensor& tensor) {
  Tensor result = Tensor::zeros(dtype_of<To>, tensor.shape());
  const std::span<const From> from = tensor.values<From>();
  const std::span<To> to = result.values<To>();
  std::transform(from.begin(), from.end(), to.begin(), [](From value) {
    if constexpr (std::is_same_v<To, bool>) {
      return value != From{};
    } else {
      return static_cast<To>(value);
    }
  });
  return result;
}

template <typename From>
Tensor converted_to(const Tensor& tensor, DType dtype) {
  switch (dtype) {
    case DType::int32: return converted<From, std::int32_t>(tensor);
    case DType::int64: return converted<From, std::int64_t>(tensor);
    case DType::float32: return converted<From, float>(tensor);
    case DType::float64: return converted<From, double>(tensor);
    case DType::boolean: return converted<From, bool>(tensor);
    case DType::int8: return converted<From, std::int8_t>(tensor);
    case DType::uint8: return converted<From, std::uint8_t>(tensor);
    default: break;
  }
  throw Error(ErrorCode::unsupported,
              "The model wants an input as " + std::string(to_string(dtype)) +
                  ", which cannot be made from " + std::string(to_string(tensor.dtype())) + ".");
}

}  // namespace

Tensor cast(const Tensor& tensor, DType dtype) {
  if (dtype == tensor.dtype() || dtype == DType::undefined) return tensor;
  switch (tensor.dtype()) {
    case DType::int64: return converted_to<std::int64_t>(tensor, dtype);
    case DType::int32: return converted_to<std::int32_t>(tensor, dtype);
    case DType::boolean: return converted_to<bool>(tensor, dtype);
    default: return converted_to<float>(tensor.to_float32(), dtype);
  }
}

}  // namespace penstock
