// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnxruntime_c_api.h>
#include <penstock/backend_abi.h>

namespace penstock::ort {

// PENSTOCK_DTYPE_UNDEFINED for a type that the table does not know (complex, float8, int4).
[[nodiscard]] PenstockDType from_ort(ONNXTensorElementDataType type) noexcept;
[[nodiscard]] ONNXTensorElementDataType to_ort(PenstockDType dtype) noexcept;

}  // namespace penstock::ort
