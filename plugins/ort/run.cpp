// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <atomic>
#include <cstring>

#include "ort/element_type.hpp"
#include "ort/session.hpp"
#include "sdk/cancellation.hpp"
#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"
#include "sdk/run_tensors.hpp"
#include "sdk/small_array.hpp"

namespace penstock::ort {
namespace {

using sdk::Failure;

// What an output's private_data points to.
struct Held {
  Owned<OrtValue> value;
  std::array<std::int64_t, sdk::kMaxRank> shape;
};

// RunOptions that a request to stop ends, made only when the caller can ask for it.
class StoppableRun {
 public:
  StoppableRun(const Runtime& runtime, const PenstockCancel* cancel)
      : runtime_(runtime), options_(make(runtime, cancel)), cancellation_(cancel, stop, this) {}

  [[nodiscard]] const OrtRunOptions* options() const noexcept { return options_.get(); }
  [[nodiscard]] bool stopped() const noexcept { return stopped_.load(std::memory_order_acquire); }

 private:
  static Owned<OrtRunOptions> make(const Runtime& runtime, const PenstockCancel* cancel) {
    OrtRunOptions* options = nullptr;
    if (cancel != nullptr)
      runtime.check(runtime.api().CreateRunOptions(&options), "ONNX Runtime gave no run options");
    return runtime.own(options);
  }

  static void stop(void* self) {
    auto& run = *static_cast<StoppableRun*>(self);
    run.stopped_.store(true, std::memory_order_release);
    OrtStatus* status = run.runtime_.api().RunOptionsSetTerminate(run.options_.get());
    if (status != nullptr) run.runtime_.api().ReleaseStatus(status);
  }

  const Runtime& runtime_;
  Owned<OrtRunOptions> options_;
  std::atomic<bool> stopped_{false};
  sdk::Cancellation cancellation_;
};

}  // namespace

// The OrtValues of one run. Those of kept values belong to the caller.
struct Session::Values {
  Values(const OrtApi& table, const sdk::RunCall& call)
      : api(table), run(call), inputs(call.inputs.size()), outputs(call.outputs.size()) {}
  ~Values() {
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (run.inputs[i].value == nullptr) api.ReleaseValue(inputs[i]);
    for (OrtValue* output : outputs) api.ReleaseValue(output);
  }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  const OrtApi& api;
  const sdk::RunCall& run;
  sdk::SmallArray<OrtValue*> inputs;
  sdk::SmallArray<OrtValue*> outputs;
};

OrtValue* Session::wrap(const PenstockTensor& tensor) const {
  OrtValue* value = nullptr;
  runtime_->check(runtime_->api().CreateTensorWithDataAsOrtValue(
                      cpu_memory_.get(), sdk::data_or_place(tensor), tensor.byte_size, tensor.shape,
                      static_cast<std::size_t>(tensor.rank), to_ort(tensor.dtype), &value),
                  "ONNX Runtime did not take a tensor");
  return value;
}

void Session::make_inputs(const sdk::RunCall& call, Values& values) const {
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    const PenstockTensor& input = call.inputs[i];
    values.inputs[i] =
        input.value != nullptr ? reinterpret_cast<OrtValue*>(input.value) : wrap(input);
  }
  for (std::size_t i = 0; i < call.outputs.size(); ++i)
    if (call.outputs[i].data != nullptr) values.outputs[i] = wrap(call.outputs[i]);
}

void Session::run_plain(const sdk::RunCall&, const OrtRunOptions* options, Values& values) {
  runtime_->check(
      runtime_->api().Run(session_.get(), options, input_names_.data(), values.inputs.data(),
                          input_names_.size(), output_names_.data(), output_names_.size(),
                          values.outputs.data()),
      "ONNX Runtime failed");
}

// Through a binding, which alone can leave an output where the provider made it.
void Session::run_bound(const sdk::RunCall& call, const OrtRunOptions* options, Values& values) {
  const OrtApi& api = runtime_->api();
  OrtIoBinding* raw = nullptr;
  runtime_->check(api.CreateIoBinding(session_.get(), &raw), "ONNX Runtime gave no binding");
  const Owned<OrtIoBinding> binding = runtime_->own(raw);
  for (std::size_t i = 0; i < input_names_.size(); ++i)
    runtime_->check(api.BindInput(raw, input_names_[i], values.inputs[i]),
                    std::string("ONNX Runtime did not take input ") + input_names_[i]);
  for (std::size_t i = 0; i < output_names_.size(); ++i) {
    const OrtMemoryInfo* memory = call.keeps(i) ? kept_memory_.get() : cpu_memory_.get();
    runtime_->check(values.outputs[i] != nullptr
                        ? api.BindOutput(raw, output_names_[i], values.outputs[i])
                        : api.BindOutputToDevice(raw, output_names_[i], memory),
                    std::string("ONNX Runtime did not take output ") + output_names_[i]);
  }
  runtime_->check(api.RunWithBinding(session_.get(), options, raw), "ONNX Runtime failed");
  OrtAllocator* allocator = nullptr;
  runtime_->check(api.GetAllocatorWithDefaultOptions(&allocator), "allocator");
  OrtValue** bound = nullptr;
  std::size_t count = 0;
  runtime_->check(api.GetBoundOutputValues(raw, allocator, &bound, &count), "bound outputs");
  for (std::size_t i = 0; i < count && i < values.outputs.size(); ++i)
    std::swap(values.outputs[i], bound[i]);
  for (std::size_t i = 0; i < count; ++i) api.ReleaseValue(bound[i]);
  runtime_->check(api.AllocatorFree(allocator, bound), "allocator");
}

void Session::invoke(const sdk::RunCall& call, Values& values) {
  bool bound = call.keep_on_backend != nullptr;
  for (const PenstockTensor& input : call.inputs) bound = bound || input.value != nullptr;
  const StoppableRun stoppable(*runtime_, call.cancel);
  const std::uint64_t begin = call.timings != nullptr ? sdk::now_ns() : 0;
  try {
    if (stoppable.stopped()) throw Failure(PENSTOCK_CANCELLED, "the run was cancelled");
    bound ? run_bound(call, stoppable.options(), values)
          : run_plain(call, stoppable.options(), values);
  } catch (const Failure&) {
    if (stoppable.stopped()) throw Failure(PENSTOCK_CANCELLED, "the run was cancelled");
    throw;
  }
  if (call.timings != nullptr) call.timings->run_ns = sdk::now_ns() - begin;
}

// An output may be an input handed through, whose memory is lent for the call only.
void Session::detach_from_inputs(const sdk::RunCall& call, PenstockTensor& output) const {
  for (const PenstockTensor& input : call.inputs) {
    if (input.value != nullptr || !sdk::overlap(input, output)) continue;
    auto& held = *static_cast<Held*>(output.private_data);
    OrtAllocator* allocator = nullptr;
    OrtValue* copy = nullptr;
    const OrtApi& api = runtime_->api();
    runtime_->check(api.GetAllocatorWithDefaultOptions(&allocator), "allocator");
    runtime_->check(
        api.CreateTensorAsOrtValue(allocator, output.shape, static_cast<std::size_t>(output.rank),
                                   to_ort(output.dtype), &copy),
        "ONNX Runtime gave no memory for an output");
    void* data = nullptr;
    runtime_->check(api.GetTensorMutableData(copy, &data), "data of an output");
    std::memcpy(data, output.data, output.byte_size);
    output.data = data;
    held.value = runtime_->own(copy);
    return;
  }
}

void Session::hand_out(const sdk::RunCall& call, Values& values) const {
  const OrtApi& api = runtime_->api();
  for (std::size_t i = 0; i < call.outputs.size(); ++i) {
    PenstockTensor& output = call.outputs[i];
    if (output.data != nullptr) continue;  // the caller's own memory, filled by the run
    auto held = std::make_unique<Held>();
    held->value = runtime_->own(std::exchange(values.outputs[i], nullptr));
    OrtTensorTypeAndShapeInfo* raw = nullptr;
    runtime_->check(api.GetTensorTypeAndShape(held->value.get(), &raw), "shape of an output");
    const Owned<OrtTensorTypeAndShapeInfo> info = runtime_->own(raw);
    std::size_t rank = 0;
    std::size_t elements = 0;
    ONNXTensorElementDataType type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    runtime_->check(api.GetDimensionsCount(raw, &rank), "rank of an output");
    runtime_->check(api.GetTensorElementType(raw, &type), "type of an output");
    runtime_->check(api.GetTensorShapeElementCount(raw, &elements), "size of an output");
    const PenstockDType dtype = from_ort(type);
    sdk::check_output(output_names_[i], rank, dtype);
    runtime_->check(api.GetDimensions(raw, held->shape.data(), rank), "shape of an output");
    void* data = nullptr;
    if (!call.keeps(i))
      runtime_->check(api.GetTensorMutableData(held->value.get(), &data), "data of an output");
    auto* kept = reinterpret_cast<PenstockValue*>(held->value.get());
    output = {dtype,
              static_cast<std::int32_t>(rank),
              held->shape.data(),
              data,
              elements * sdk::size_of(dtype),
              call.keeps(i) ? kept : nullptr,
              sdk::release_held<Held>,
              held.get()};
    held.release();
    if (data != nullptr) detach_from_inputs(call, output);
  }
}

void Session::run(const sdk::RunCall& call) {
  Values values(runtime_->api(), call);
  make_inputs(call, values);
  invoke(call, values);
  hand_out(call, values);
  if (pages_) pages_->after_run();
}

}  // namespace penstock::ort
