// SPDX-License-Identifier: Apache-2.0
#include "ort/element_type.hpp"

namespace penstock::ort {
namespace {

struct Pair {
  PenstockDType ours;
  ONNXTensorElementDataType theirs;
};

constexpr Pair kPairs[] = {
    {PENSTOCK_FLOAT32, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT},
    {PENSTOCK_FLOAT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16},
    {PENSTOCK_BFLOAT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16},
    {PENSTOCK_FLOAT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE},
    {PENSTOCK_INT8, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8},
    {PENSTOCK_UINT8, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8},
    {PENSTOCK_INT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16},
    {PENSTOCK_UINT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16},
    {PENSTOCK_INT32, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32},
    {PENSTOCK_UINT32, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32},
    {PENSTOCK_INT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64},
    {PENSTOCK_UINT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64},
    {PENSTOCK_BOOL, ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL},
    {PENSTOCK_STRING, ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING},
};

}  // namespace

PenstockDType from_ort(ONNXTensorElementDataType type) noexcept {
  for (const Pair& pair : kPairs)
    if (pair.theirs == type) return pair.ours;
  return PENSTOCK_DTYPE_UNDEFINED;
}

ONNXTensorElementDataType to_ort(PenstockDType dtype) noexcept {
  for (const Pair& pair : kPairs)
    if (pair.ours == dtype) return pair.theirs;
  return ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
}

}  // namespace penstock::ort
