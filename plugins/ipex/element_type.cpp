// SPDX-License-Identifier: Apache-2.0
#include "ipex/element_type.hpp"

#include "sdk/dtype_pairs.hpp"

namespace penstock::ipex {
namespace {

using c10::ScalarType;
using DTypePair = sdk::DTypePair<ScalarType>;

constexpr std::array kTypes{
    DTypePair{PENSTOCK_FLOAT32, ScalarType::Float},
    DTypePair{PENSTOCK_FLOAT16, ScalarType::Half},
    DTypePair{PENSTOCK_BFLOAT16, ScalarType::BFloat16},
    DTypePair{PENSTOCK_FLOAT64, ScalarType::Double},
    DTypePair{PENSTOCK_INT8, ScalarType::Char},
    DTypePair{PENSTOCK_UINT8, ScalarType::Byte},
    DTypePair{PENSTOCK_INT16, ScalarType::Short},
    DTypePair{PENSTOCK_UINT16, ScalarType::UInt16},
    DTypePair{PENSTOCK_INT32, ScalarType::Int},
    DTypePair{PENSTOCK_UINT32, ScalarType::UInt32},
    DTypePair{PENSTOCK_INT64, ScalarType::Long},
    DTypePair{PENSTOCK_UINT64, ScalarType::UInt64},
    DTypePair{PENSTOCK_BOOL, ScalarType::Bool},
};

}  // namespace

ScalarType to_torch(PenstockDType dtype) noexcept {
  return sdk::find_theirs(kTypes, dtype, ScalarType::Undefined);
}

PenstockDType from_torch(ScalarType type) noexcept { return sdk::find_ours(kTypes, type); }

}  // namespace penstock::ipex
