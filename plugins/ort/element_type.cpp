// SPDX-License-Identifier: Apache-2.0
#include "ort/element_type.hpp"

#include "sdk/dtype_pairs.hpp"

namespace penstock::ort {
namespace {

using Pair = sdk::DTypePair<ONNXTensorElementDataType>;

constexpr std::array kPairs{
    Pair{PENSTOCK_FLOAT32, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT},
    Pair{PENSTOCK_FLOAT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16},
    Pair{PENSTOCK_BFLOAT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16},
    Pair{PENSTOCK_FLOAT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE},
    Pair{PENSTOCK_INT8, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8},
    Pair{PENSTOCK_UINT8, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8},
    Pair{PENSTOCK_INT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16},
    Pair{PENSTOCK_UINT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16},
    Pair{PENSTOCK_INT32, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32},
    Pair{PENSTOCK_UINT32, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32},
    Pair{PENSTOCK_INT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64},
    Pair{PENSTOCK_UINT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64},
    Pair{PENSTOCK_BOOL, ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL},
    Pair{PENSTOCK_STRING, ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING},
};

}  // namespace

PenstockDType from_ort(ONNXTensorElementDataType type) noexcept {
  return sdk::find_ours(kPairs, type);
}

ONNXTensorElementDataType to_ort(PenstockDType dtype) noexcept {
  return sdk::find_theirs(kPairs, dtype, ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED);
}

}  // namespace penstock::ort
