// SPDX-License-Identifier: Apache-2.0
#include "ort/providers.hpp"
#include "sdk/failure.hpp"

namespace penstock::ort {
namespace {

struct KeysAndValues {
  explicit KeysAndValues(const Provider& provider) {
    for (const auto& [key, value] : provider.options) {
      keys.push_back(key.c_str());
      values.push_back(value.c_str());
    }
  }
  std::vector<const char*> keys;
  std::vector<const char*> values;
};

// For providers that have options of a type of their own: made, filled, appended, freed.
template <class Options, auto kCreate, auto kUpdate, auto kAppend, auto kRelease>
void append_with_own_options(const Runtime& runtime, OrtSessionOptions* options,
                             const KeysAndValues& given, const std::string& what) {
  const OrtApi& api = runtime.api();
  Options* own = nullptr;
  runtime.check((api.*kCreate)(&own), what);
  OrtStatus* status =
      (api.*kUpdate)(own, given.keys.data(), given.values.data(), given.keys.size());
  if (status == nullptr) status = (api.*kAppend)(options, own);
  (api.*kRelease)(own);
  runtime.check(status, what);
}

constexpr auto append_cuda =
    append_with_own_options<OrtCUDAProviderOptionsV2, &OrtApi::CreateCUDAProviderOptions,
                            &OrtApi::UpdateCUDAProviderOptions,
                            &OrtApi::SessionOptionsAppendExecutionProvider_CUDA_V2,
                            &OrtApi::ReleaseCUDAProviderOptions>;

constexpr auto append_tensorrt =
    append_with_own_options<OrtTensorRTProviderOptionsV2, &OrtApi::CreateTensorRTProviderOptions,
                            &OrtApi::UpdateTensorRTProviderOptions,
                            &OrtApi::SessionOptionsAppendExecutionProvider_TensorRT_V2,
                            &OrtApi::ReleaseTensorRTProviderOptions>;

void append_rocm(const Runtime& runtime, OrtSessionOptions* options, const KeysAndValues& given,
                 const std::string& what) {
  constexpr unsigned kSince = 16;
  if (runtime.granted() < kSince)
    throw sdk::Failure(PENSTOCK_UNSUPPORTED, what + ": ROCm needs ONNX Runtime 1.16 or newer");
  append_with_own_options<OrtROCMProviderOptions, &OrtApi::CreateROCMProviderOptions,
                          &OrtApi::UpdateROCMProviderOptions,
                          &OrtApi::SessionOptionsAppendExecutionProvider_ROCM,
                          &OrtApi::ReleaseROCMProviderOptions>(runtime, options, given, what);
}

void append_openvino(const Runtime& runtime, OrtSessionOptions* options, const KeysAndValues& given,
                     const std::string& what) {
  constexpr unsigned kSince = 17;
  if (runtime.granted() < kSince)
    throw sdk::Failure(PENSTOCK_UNSUPPORTED, what + ": it needs ONNX Runtime 1.17 or newer");
  runtime.check(runtime.api().SessionOptionsAppendExecutionProvider_OpenVINO_V2(
                    options, given.keys.data(), given.values.data(), given.keys.size()),
                what);
}

// By the short name: "QNN" for QNNExecutionProvider.
void append_by_name(const Runtime& runtime, OrtSessionOptions* options, const std::string& name,
                    const KeysAndValues& given, const std::string& what) {
  constexpr std::string_view kSuffix = "ExecutionProvider";
  const std::string short_name =
      name.ends_with(kSuffix) ? name.substr(0, name.size() - kSuffix.size()) : name;
  runtime.check(
      runtime.api().SessionOptionsAppendExecutionProvider(
          options, short_name.c_str(), given.keys.data(), given.values.data(), given.keys.size()),
      what);
}

using Append = void (*)(const Runtime&, OrtSessionOptions*, const KeysAndValues&,
                        const std::string& what);
struct ProviderRow {
  std::string_view name;
  Append append;
};
constexpr ProviderRow kProviderRows[] = {
    {"CUDAExecutionProvider", append_cuda},
    {"TensorrtExecutionProvider", append_tensorrt},
    {"ROCMExecutionProvider", append_rocm},
    {"OpenVINOExecutionProvider", append_openvino},
};

}  // namespace

void append_providers(const Runtime& runtime, OrtSessionOptions* options,
                      std::span<const Provider> providers) {
  for (const Provider& provider : providers) {
    if (provider.name == "CPUExecutionProvider") continue;  // always there, and last
    const std::string what = provider.name + " could not be set up";
    const KeysAndValues given(provider);
    Append append = nullptr;
    for (const ProviderRow& row : kProviderRows)
      if (row.name == provider.name) append = row.append;
    if (append != nullptr)
      append(runtime, options, given, what);
    else
      append_by_name(runtime, options, provider.name, given, what);
  }
}

}  // namespace penstock::ort
