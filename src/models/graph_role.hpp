// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// The part that one graph plays in a model, and the names that exporters give its file
// (optimum.onnxruntime.constants, optimum.intel.openvino.utils).

namespace penstock {

struct GraphRole {
  std::string_view onnx_name;
  std::string_view onnx_pattern;      // as the reference writes it, for messages
  bool (*matches)(std::string_view);  // the same pattern, searched in a relative path
  std::string_view ir_name;
  std::string_view file_name_key;  // the model_kwargs key that names the file instead
};

extern const GraphRole kModelGraph;  // the one graph of encoders and, since Optimum 2, of decoders
extern const GraphRole kEncoderGraph;
extern const GraphRole kDecoderGraph;
extern const GraphRole kDecoderWithPastGraph;
extern const GraphRole kMergedDecoderGraph;

}  // namespace penstock
