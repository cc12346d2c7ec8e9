// SPDX-License-Identifier: Apache-2.0
#include "ipex/element_type.hpp"

#include <array>
#include <utility>

namespace penstock::ipex {
namespace {

using c10::ScalarType;

constexpr std::array<std::pair<PenstockDType, ScalarType>, 13> kTypes = {
    {{PENSTOCK_FLOAT32, ScalarType::Float},
     {PENSTOCK_FLOAT16, ScalarType::Half},
     {PENSTOCK_BFLOAT16, ScalarType::BFloat16},
     {PENSTOCK_FLOAT64, ScalarType::Double},
     {PENSTOCK_INT8, ScalarType::Char},
     {PENSTOCK_UINT8, ScalarType::Byte},
     {PENSTOCK_INT16, ScalarType::Short},
     {PENSTOCK_UINT16, ScalarType::UInt16},
     {PENSTOCK_INT32, ScalarType::Int},
     {PENSTOCK_UINT32, ScalarType::UInt32},
     {PENSTOCK_INT64, ScalarType::Long},
     {PENSTOCK_UINT64, ScalarType::UInt64},
     {PENSTOCK_BOOL, ScalarType::Bool}}};

}  // namespace

ScalarType to_torch(PenstockDType dtype) noexcept {
  for (const auto& [ours, theirs] : kTypes)
    if (ours == dtype) return theirs;
  return ScalarType::Undefined;
}

PenstockDType from_torch(ScalarType type) noexcept {
  for (const auto& [ours, theirs] : kTypes)
    if (theirs == type) return ours;
  return PENSTOCK_DTYPE_UNDEFINED;
}

}  // namespace penstock::ipex
