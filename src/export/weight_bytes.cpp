// SPDX-License-Identifier: Apache-2.0
#include "export/weight_bytes.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace penstock::native {
namespace {

std::uint16_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if (std::isnan(value)) return static_cast<std::uint16_t>((bits >> 16U) | 0x40U);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

std::uint16_t to_float16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
  if (std::isnan(value)) return static_cast<std::uint16_t>(sign | 0x7E00U);
  const float magnitude = std::abs(value);
  if (magnitude >= 65520.0F) return static_cast<std::uint16_t>(sign | 0x7C00U);
  constexpr float kSmallestNormal = 6.103515625e-05F;
  if (magnitude < kSmallestNormal) {  // steps of 2^-24, rounded by the current mode: ties to even
    return static_cast<std::uint16_t>(
        sign | static_cast<std::uint16_t>(std::nearbyint(magnitude * 16777216.0F)));
  }
  std::uint32_t half = (bits & 0x7FFFFFFFU) - 0x38000000U;
  half += 0xFFFU + ((half >> 13U) & 1U);
  return static_cast<std::uint16_t>(sign | (half >> 13U));
}

template <typename Convert>
std::string each(const Tensor& floats, Convert convert) {
  const auto values = floats.values<float>();
  std::string bytes(values.size() * 2, '\0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint16_t half = convert(values[i]);
    std::memcpy(bytes.data() + 2 * i, &half, 2);
  }
  return bytes;
}

}  // namespace

std::string convert_floats(std::string bytes, DType from, DType to) {
  if (from == to) return bytes;
  const auto count = static_cast<std::int64_t>(bytes.size() / size_of(from));
  const Tensor floats = Tensor::borrow(from, {count}, bytes.data()).to_float32();
  if (to == DType::float16) return each(floats, to_float16);
  if (to == DType::bfloat16) return each(floats, to_bfloat16);
  std::string out(floats.byte_size(), '\0');
  if (!out.empty()) std::memcpy(out.data(), floats.data(), out.size());
  return out;
}

}  // namespace penstock::native
