// SPDX-License-Identifier: Apache-2.0
#include "ov/element_type.hpp"

#include "sdk/dtype_pairs.hpp"

namespace penstock::ov {
namespace {

using Pair = sdk::DTypePair<ov_element_type_e>;

constexpr std::array kPairs{
    Pair{PENSTOCK_FLOAT32, F32},  Pair{PENSTOCK_FLOAT16, F16},   Pair{PENSTOCK_BFLOAT16, BF16},
    Pair{PENSTOCK_FLOAT64, F64},  Pair{PENSTOCK_INT8, I8},       Pair{PENSTOCK_UINT8, U8},
    Pair{PENSTOCK_INT16, I16},    Pair{PENSTOCK_UINT16, U16},    Pair{PENSTOCK_INT32, I32},
    Pair{PENSTOCK_UINT32, U32},   Pair{PENSTOCK_INT64, I64},     Pair{PENSTOCK_UINT64, U64},
    Pair{PENSTOCK_BOOL, BOOLEAN}, Pair{PENSTOCK_STRING, STRING},
};

}  // namespace

PenstockDType from_ov(ov_element_type_e type) noexcept { return sdk::find_ours(kPairs, type); }

ov_element_type_e to_ov(PenstockDType dtype) noexcept {
  return sdk::find_theirs(kPairs, dtype, DYNAMIC);
}

}  // namespace penstock::ov
