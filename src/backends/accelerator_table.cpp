// SPDX-License-Identifier: Apache-2.0
#include "backends/accelerator_table.hpp"

#include <array>
#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

constexpr std::array<AcceleratorTraits, 3> kAccelerators{{
    {Accelerator::ov, "ov", "openvino", "OpenVINO", &kOpenVinoPackage, "PENSTOCK_OV_LIB", true},
    {Accelerator::ort, "ort", "onnxruntime", "ONNX Runtime", &kOnnxRuntimePackage,
     "PENSTOCK_ORT_LIB", false},
    {Accelerator::ipex, "ipex", "", "IPEX", &kIpexPackage, "PENSTOCK_TORCH_DIR", true},
}};

}  // namespace

std::span<const AcceleratorTraits> accelerator_table() { return kAccelerators; }

const AcceleratorTraits& traits(Accelerator accelerator) {
  return kAccelerators.at(static_cast<std::size_t>(accelerator));
}

std::string_view to_string(Accelerator accelerator) noexcept {
  const auto index = static_cast<std::size_t>(accelerator);
  return index < kAccelerators.size() ? kAccelerators[index].name : "unknown";
}

Accelerator parse_accelerator(std::string_view name) {
  for (const AcceleratorTraits& row : kAccelerators) {
    if (name == row.name || (!row.other_name.empty() && name == row.other_name)) {
      return row.accelerator;
    }
  }
  throw Error(
      ErrorCode::invalid_argument,
      "Accelerator " + std::string(name) + " not recognized. Please use 'ort', 'ov' or 'ipex'.");
}

}  // namespace penstock
