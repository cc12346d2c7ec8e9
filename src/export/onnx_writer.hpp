// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "export/onnx_model.hpp"

namespace penstock::native {

// The model as the bytes of an onnx.ModelProto (github.com/onnx/onnx, onnx.proto). Throws
// Error{unsupported} above protobuf's limit of 2 GiB.
[[nodiscard]] std::string serialize(const OnnxModel& model);

}  // namespace penstock::native
