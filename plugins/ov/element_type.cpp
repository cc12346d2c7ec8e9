// SPDX-License-Identifier: Apache-2.0
#include "ov/element_type.hpp"

namespace penstock::ov {
namespace {

struct Pair {
  PenstockDType ours;
  ov_element_type_e theirs;
};

constexpr Pair kPairs[] = {
    {PENSTOCK_FLOAT32, F32},  {PENSTOCK_FLOAT16, F16},   {PENSTOCK_BFLOAT16, BF16},
    {PENSTOCK_FLOAT64, F64},  {PENSTOCK_INT8, I8},       {PENSTOCK_UINT8, U8},
    {PENSTOCK_INT16, I16},    {PENSTOCK_UINT16, U16},    {PENSTOCK_INT32, I32},
    {PENSTOCK_UINT32, U32},   {PENSTOCK_INT64, I64},     {PENSTOCK_UINT64, U64},
    {PENSTOCK_BOOL, BOOLEAN}, {PENSTOCK_STRING, STRING},
};

}  // namespace

PenstockDType from_ov(ov_element_type_e type) noexcept {
  for (const Pair& pair : kPairs)
    if (pair.theirs == type) return pair.ours;
  return PENSTOCK_DTYPE_UNDEFINED;
}

ov_element_type_e to_ov(PenstockDType dtype) noexcept {
  for (const Pair& pair : kPairs)
    if (pair.ours == dtype) return pair.theirs;
  return DYNAMIC;
}

}  // namespace penstock::ov
