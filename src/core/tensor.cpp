// SPDX-License-Identifier: Apache-2.0
#include <penstock/tensor.hpp>

#include <array>
#include <bit>
#include <cstring>
#include <new>
#include <penstock/error.hpp>

namespace penstock {
namespace {

struct DTypeInfo {
  std::string_view name;
  std::size_t size;
};

constexpr std::array<DTypeInfo, 15> kDTypes = {{{"undefined", 0},
                                                {"float32", 4},
                                                {"float16", 2},
                                                {"bfloat16", 2},
                                                {"float64", 8},
                                                {"int8", 1},
                                                {"uint8", 1},
                                                {"int16", 2},
                                                {"uint16", 2},
                                                {"int32", 4},
                                                {"uint32", 4},
                                                {"int64", 8},
                                                {"uint64", 8},
                                                {"bool", 1},
                                                {"string", 0}}};

const DTypeInfo& info(DType dtype) noexcept {
  const auto index = static_cast<std::size_t>(dtype);
  return kDTypes[index < kDTypes.size() ? index : 0];
}

constexpr std::size_t kAlignment = 64;

float half_to_float(std::uint16_t half) noexcept {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
  const std::uint32_t exponent = (half >> 10U) & 0x1FU;
  std::uint32_t mantissa = half & 0x3FFU;
  if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F800000U | (mantissa << 13U));
  if (exponent != 0)
    return std::bit_cast<float>(sign | ((exponent + 112U) << 23U) | (mantissa << 13U));
  const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;  // subnormal: mantissa * 2^-24
  return sign != 0 ? -magnitude : magnitude;
}

template <typename T, typename Convert>
void convert_to(const void* source, std::span<float> out, Convert convert) {
  const T* values = static_cast<const T*>(source);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = convert(values[i]);
}

template <typename T>
void cast_to(const void* source, std::span<float> out) {
  convert_to<T>(source, out, [](T value) { return static_cast<float>(value); });
}

void fill_float32(DType dtype, const void* source, std::span<float> out) {
  switch (dtype) {
    case DType::float16: return convert_to<std::uint16_t>(source, out, half_to_float);
    case DType::bfloat16:
      return convert_to<std::uint16_t>(source, out, [](std::uint16_t v) {
        return std::bit_cast<float>(static_cast<std::uint32_t>(v) << 16U);
      });
    case DType::float64: return cast_to<double>(source, out);
    case DType::int8: return cast_to<std::int8_t>(source, out);
    case DType::boolean:
    case DType::uint8: return cast_to<std::uint8_t>(source, out);
    case DType::int16: return cast_to<std::int16_t>(source, out);
    case DType::uint16: return cast_to<std::uint16_t>(source, out);
    case DType::int32: return cast_to<std::int32_t>(source, out);
    case DType::uint32: return cast_to<std::uint32_t>(source, out);
    case DType::int64: return cast_to<std::int64_t>(source, out);
    case DType::uint64: return cast_to<std::uint64_t>(source, out);
    case DType::undefined:
    case DType::float32:
    case DType::string: break;
  }
  throw Error(ErrorCode::unsupported,
              "a tensor of " + std::string(to_string(dtype)) +
                  " has no float32 form; numeric and bool tensors have one");
}

}  // namespace

std::string_view to_string(DType dtype) noexcept { return info(dtype).name; }

std::size_t size_of(DType dtype) noexcept { return info(dtype).size; }

std::string to_string(std::span<const std::int64_t> shape) {
  std::string text = "[";
  for (const std::int64_t dim : shape) {
    if (text.size() > 1) text += ", ";
    text += dim < 0 ? "?" : std::to_string(dim);
  }
  return text + "]";
}

Tensor Tensor::zeros(DType dtype, Shape shape) {
  for (const std::int64_t dim : shape) {
    if (dim < 0) {
      throw Error(ErrorCode::invalid_argument, "a tensor of shape " + to_string(shape) +
                                                   " cannot be made; give every dimension");
    }
  }
  Tensor tensor;
  tensor.dtype_ = dtype;
  tensor.shape_ = std::move(shape);
  const std::size_t bytes = tensor.byte_size();
  void* memory = ::operator new(bytes > 0 ? bytes : 1, std::align_val_t{kAlignment});
  tensor.owner_ = std::shared_ptr<void>(
      memory, [](void* p) { ::operator delete(p, std::align_val_t{kAlignment}); });
  std::memset(memory, 0, bytes);
  tensor.data_ = memory;
  return tensor;
}

Tensor Tensor::borrow(DType dtype, Shape shape, void* data, std::shared_ptr<void> owner) {
  Tensor tensor;
  tensor.dtype_ = dtype;
  tensor.shape_ = std::move(shape);
  tensor.data_ = data;
  tensor.owner_ = std::move(owner);
  return tensor;
}

std::size_t Tensor::element_count() const noexcept {
  if (dtype_ == DType::undefined) return 0;
  std::size_t count = 1;
  for (const std::int64_t dim : shape_) count *= static_cast<std::size_t>(dim);
  return count;
}

Tensor Tensor::to_float32() const {
  if (dtype_ == DType::float32) return *this;
  Tensor converted = zeros(DType::float32, shape_);
  fill_float32(dtype_, data_, converted.values<float>());
  return converted;
}

void Tensor::check_dtype(DType wanted) const {
  if (dtype_ == wanted) return;
  throw Error(ErrorCode::invalid_argument, "the tensor holds " + std::string(to_string(dtype_)) +
                                               ", it was read as " +
                                               std::string(to_string(wanted)));
}

void NamedTensors::set(std::string_view name, Tensor tensor) {
  for (auto& [key, value] : entries_) {
    if (key == name) {
      value = std::move(tensor);
      return;
    }
  }
  entries_.emplace_back(std::string(name), std::move(tensor));
}

const Tensor* NamedTensors::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : entries_) {
    if (key == name) return &value;
  }
  return nullptr;
}

const Tensor& NamedTensors::at(std::string_view name) const {
  if (const Tensor* tensor = find(name)) return *tensor;
  std::string names;
  for (const auto& [key, value] : entries_) names += (names.empty() ? "" : ", ") + key;
  throw Error(ErrorCode::not_found, "there is no tensor named '" + std::string(name) +
                                        "'; the names are: " + (names.empty() ? "(none)" : names));
}

}  // namespace penstock
