// SPDX-License-Identifier: Apache-2.0
#include "backends/distributions.hpp"

#include <array>

#include "core/ascii.hpp"

namespace penstock {
namespace {

// The order is optimum.utils.import_utils': with several installed, the first one is reported.
constexpr std::array<std::string_view, 17> kOnnxRuntimeDistributions{
    "onnxruntime-gpu",
    "onnxruntime-rocm",
    "onnxruntime-training",
    "onnxruntime-training-rocm",
    "onnxruntime-training-cpu",
    "onnxruntime-openvino",
    "onnxruntime-vitisai",
    "onnxruntime-armnn",
    "onnxruntime-cann",
    "onnxruntime-dnnl",
    "onnxruntime-acl",
    "onnxruntime-tvm",
    "onnxruntime-qnn",
    "onnxruntime-migraphx",
    "ort-migraphx-nightly",
    "ort-rocm-nightly",
    "onnxruntime",
};
constexpr std::array<std::string_view, 1> kOpenVinoDistributions{"openvino"};
constexpr std::array<std::string_view, 1> kIpexDistributions{"intel_extension_for_pytorch"};
constexpr std::array<std::string_view, 1> kTorchDistributions{"torch"};

constexpr bool joins_words(char c) { return c == '-' || c == '_' || c == '.'; }

}  // namespace

// onnxruntime's wheels carry a library that programs can open since 1.20; 1.18 has none.
constexpr RuntimePackage kOnnxRuntimePackage{"onnxruntime",      kOnnxRuntimeDistributions,
                                             "onnxruntime/capi", "libonnxruntime.so",
                                             "OrtGetApiBase",    "1.20"};
constexpr RuntimePackage kOpenVinoPackage{
    "openvino",         kOpenVinoDistributions,    "openvino/libs",
    "libopenvino_c.so", "ov_get_openvino_version", ""};
constexpr RuntimePackage kIpexPackage{"intel_extension_for_pytorch",
                                      kIpexDistributions,
                                      "intel_extension_for_pytorch/lib",
                                      "libintel-ext-pt-cpu.so",
                                      "",
                                      ""};
constexpr RuntimePackage kTorchPackage{
    "torch", kTorchDistributions, "torch/lib", "libtorch_cpu.so", "", ""};

std::span<const RuntimePackage* const> runtime_packages() {
  static constexpr std::array<const RuntimePackage*, 4> kPackages{
      &kOnnxRuntimePackage, &kOpenVinoPackage, &kIpexPackage, &kTorchPackage};
  return kPackages;
}

std::string normalized_distribution_name(std::string_view name) {
  std::string normalized;
  normalized.reserve(name.size());
  for (const char c : name) {
    if (joins_words(c)) {
      if (normalized.empty() || normalized.back() != '-') normalized.push_back('-');
    } else {
      normalized.push_back(ascii::to_lower(c));
    }
  }
  return normalized;
}

}  // namespace penstock
