// SPDX-License-Identifier: Apache-2.0
#include "ort/session.hpp"

#include "ort/element_type.hpp"
#include "ort/load.hpp"
#include "ort/session_options.hpp"
#include "sdk/failure.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ort {
namespace {

using sdk::Failure;

using PortName = OrtStatus*(ORT_API_CALL*)(const OrtSession*, size_t, OrtAllocator*,
                                           char**)NO_EXCEPTION;
using PortType = OrtStatus*(ORT_API_CALL*)(const OrtSession*, size_t, OrtTypeInfo**)NO_EXCEPTION;

std::string port_name(const Runtime& runtime, const OrtSession* session, std::size_t index,
                      PortName get) {
  OrtAllocator* allocator = nullptr;
  runtime.check(runtime.api().GetAllocatorWithDefaultOptions(&allocator), "allocator");
  char* name = nullptr;
  runtime.check(get(session, index, allocator, &name), "name of a graph's port");
  const std::string copy = name;
  runtime.check(runtime.api().AllocatorFree(allocator, name), "allocator");
  return copy;
}

std::vector<std::int64_t> dimensions(const Runtime& runtime,
                                     const OrtTensorTypeAndShapeInfo* tensor) {
  std::size_t rank = 0;
  runtime.check(runtime.api().GetDimensionsCount(tensor, &rank), "rank of a graph's port");
  std::vector<std::int64_t> shape(rank);
  runtime.check(runtime.api().GetDimensions(tensor, shape.data(), rank), "shape of a graph's port");
  return shape;
}

// ONNX Runtime reports an undeclared shape as rank 0, so that rank 0 says nothing.
void describe(const Runtime& runtime, std::string name, const OrtTypeInfo* info,
              const std::string& origin, sdk::Ports& ports) {
  const OrtTensorTypeAndShapeInfo* tensor = nullptr;
  runtime.check(runtime.api().CastTypeInfoToTensorInfo(info, &tensor), "type of a graph's port");
  if (tensor == nullptr)
    throw Failure(PENSTOCK_UNSUPPORTED,
                  origin + ": '" + name +
                      "' is a sequence, map or optional value; only tensors are supported");
  ONNXTensorElementDataType type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
  runtime.check(runtime.api().GetTensorElementType(tensor, &type), "type of a graph's port");
  std::vector<std::int64_t> shape = dimensions(runtime, tensor);
  if (shape.empty())
    ports.add_of_unknown_rank(std::move(name), from_ort(type));
  else
    ports.add(std::move(name), from_ort(type), std::move(shape));
}

void describe_all(const Runtime& runtime, const OrtSession* session, std::size_t count,
                  PortName get_name, PortType get_type, const std::string& origin,
                  sdk::Ports& ports) {
  for (std::size_t i = 0; i < count; ++i) {
    OrtTypeInfo* info = nullptr;
    runtime.check(get_type(session, i, &info), "type of a graph's port");
    const Owned<OrtTypeInfo> owned = runtime.own(info);
    describe(runtime, port_name(runtime, session, i, get_name), info, origin, ports);
  }
}

}  // namespace

Session::Session(std::shared_ptr<const Runtime> runtime, const sdk::SessionOptions& options)
    : runtime_(std::move(runtime)) {
  const SessionSettings settings = make_session_settings(*runtime_, options);
  const Provider& first = settings.providers.front();
  if (sdk::wants_huge_pages(options.options) && first.name == "CPUExecutionProvider")
    pages_.emplace(2 * weight_bytes(options));
  session_ = load(*runtime_, options, settings.options.get());
  describe_ports(options.origin());
  const OrtApi& api = runtime_->api();
  OrtMemoryInfo* memory = nullptr;
  runtime_->check(api.CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory), "memory");
  cpu_memory_ = runtime_->own(memory);
  runtime_->check(api.CreateMemoryInfo(first.memory_name(), OrtArenaAllocator, first.device_id(),
                                       OrtMemTypeDefault, &memory),
                  "memory of " + first.name);
  kept_memory_ = runtime_->own(memory);
}

void Session::describe_ports(const std::string& origin) {
  const OrtApi& api = runtime_->api();
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  runtime_->check(api.SessionGetInputCount(session_.get(), &inputs), "inputs of the graph");
  runtime_->check(api.SessionGetOutputCount(session_.get(), &outputs), "outputs of the graph");
  describe_all(*runtime_, session_.get(), inputs, api.SessionGetInputName,
               api.SessionGetInputTypeInfo, origin, inputs_);
  describe_all(*runtime_, session_.get(), outputs, api.SessionGetOutputName,
               api.SessionGetOutputTypeInfo, origin, outputs_);
  for (const PenstockPort& port : inputs_.view()) input_names_.push_back(port.name);
  for (const PenstockPort& port : outputs_.view()) output_names_.push_back(port.name);
}

}  // namespace penstock::ort
