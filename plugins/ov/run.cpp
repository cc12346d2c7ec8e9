// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "ov/element_type.hpp"
#include "ov/session.hpp"
#include "ov/state.hpp"
#include "sdk/cancellation.hpp"
#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"
#include "sdk/run_tensors.hpp"

namespace penstock::ov {
namespace {

using sdk::Failure;

// What an output's private_data points to.
struct Held {
  Lease lease;  // outlives the tensor
  Owned<ov_tensor_t> tensor;
  std::array<std::int64_t, sdk::kMaxRank> shape;
};

// An output that had to be copied out.
struct Copied {
  std::vector<char> bytes;
  std::array<std::int64_t, sdk::kMaxRank> shape;
};

Owned<ov_tensor_t> wrap(const Runtime& runtime, const PenstockTensor& tensor) {
  const ov_shape_t shape{tensor.rank, const_cast<std::int64_t*>(tensor.shape)};
  ov_tensor_t* wrapped = nullptr;
  runtime.check(runtime.api().tensor_create_from_host_ptr(to_ov(tensor.dtype), shape,
                                                          sdk::data_or_place(tensor), &wrapped),
                "OpenVINO did not take a tensor");
  return runtime.own(wrapped);
}

// Returns the rank; no more than sdk::kMaxRank dimensions are written.
std::size_t read_shape(const Runtime& runtime, const ov_tensor_t* tensor,
                       std::array<std::int64_t, sdk::kMaxRank>& dims) {
  const Api& api = runtime.api();
  ov_shape_t shape{};
  if (api.tensor_get_shape(tensor, &shape) != ov_status_e::OK) {
    // The C API has no shape for a single number, and calls it an error.
    std::size_t elements = 0;
    runtime.check(api.tensor_get_size(tensor, &elements), "size of an output");
    if (elements == 1) return 0;
    throw Failure(PENSTOCK_BACKEND_FAILED, "OpenVINO does not tell the shape of an output");
  }
  const auto rank = static_cast<std::size_t>(shape.rank);
  std::copy_n(shape.dims, std::min(rank, sdk::kMaxRank), dims.begin());
  api.shape_free(&shape);
  return rank;
}

// Gives an output of a state's request new memory, when the last one is still lent out.
// The caller is alone in the gate.
void renew_output(const Runtime& runtime, const Request& request, std::size_t index,
                  const PenstockPort& port) {
  std::vector<std::int64_t> dims(port.shape, port.shape + std::max(port.rank, 0));
  for (std::int64_t& dim : dims) dim = dim < 0 ? 0 : dim;
  const ov_shape_t shape{static_cast<std::int64_t>(dims.size()), dims.data()};
  ov_tensor_t* raw = nullptr;
  runtime.check(runtime.api().tensor_create(to_ov(port.dtype), shape, &raw), "memory of an output");
  const Owned<ov_tensor_t> tensor = runtime.own(raw);
  runtime.check(runtime.api().infer_request_set_output_tensor_by_index(request.get(), index, raw),
                std::string("OpenVINO did not take output ") + port.name);
}

struct Stop {
  const Api& api;
  ov_infer_request_t* request;
  std::atomic<bool> asked{false};

  static void now(void* self) {
    auto& stop = *static_cast<Stop*>(self);
    stop.asked.store(true, std::memory_order_release);
    (void)stop.api.infer_request_cancel(stop.request);
  }
  void check() const {
    if (asked.load(std::memory_order_acquire))
      throw Failure(PENSTOCK_CANCELLED, "the run was cancelled");
  }
};

}  // namespace

void Session::set_inputs(const Request& request, const sdk::RunCall& call) const {
  auto* state = static_cast<State*>(call.state);
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    PenstockTensor input = call.inputs[i];
    if (state != nullptr && i == beam_input_) {
      const auto* given = static_cast<const std::int32_t*>(input.data);
      const std::size_t count = input.byte_size / sizeof(std::int32_t);
      const std::vector<std::int32_t>& rows = state->take_rows({given, count});
      if (!rows.empty()) input.data = const_cast<std::int32_t*>(rows.data());
    }
    const Owned<ov_tensor_t> tensor = wrap(*runtime_, input);
    runtime_->check(
        runtime_->api().infer_request_set_input_tensor_by_index(request.get(), i, tensor.get()),
        std::string("OpenVINO did not take input ") + inputs_[i].name);
  }
}

void Session::set_outputs(Request& request, const sdk::RunCall& call) {
  for (std::size_t i = 0; i < call.outputs.size(); ++i) {
    if (call.outputs[i].data == nullptr) continue;
    request.spoil();
    const Owned<ov_tensor_t> tensor = wrap(*runtime_, call.outputs[i]);
    const std::lock_guard alone(pool_->gate());
    runtime_->check(
        runtime_->api().infer_request_set_output_tensor_by_index(request.get(), i, tensor.get()),
        std::string("OpenVINO did not take output ") + outputs_[i].name);
  }
}

void Session::infer(const Request& request, const sdk::RunCall& call) {
  Stop stop{runtime_->api(), request.get()};
  const sdk::Cancellation cancellation(call.cancel, Stop::now, &stop);
  stop.check();
  const std::shared_lock together(pool_->gate());
  const std::uint64_t begin = call.timings != nullptr ? sdk::now_ns() : 0;
  const ov_status_e status = runtime_->api().infer_request_infer(request.get());
  if (call.timings != nullptr) call.timings->run_ns = sdk::now_ns() - begin;
  if (status != ov_status_e::OK) stop.check();
  runtime_->check(status, "OpenVINO failed");
}

void Session::hand_out(const Lease& lease, std::size_t index, const sdk::RunCall& call) const {
  const Api& api = runtime_->api();
  PenstockTensor& output = call.outputs[index];
  ov_tensor_t* raw = nullptr;
  runtime_->check(api.infer_request_get_output_tensor_by_index(lease->get(), index, &raw),
                  std::string("output ") + outputs_[index].name);
  auto held = std::make_unique<Held>(Held{lease, runtime_->own(raw), {}});
  ov_element_type_e type = DYNAMIC;
  runtime_->check(api.tensor_get_element_type(raw, &type), "type of an output");
  const PenstockDType dtype = from_ov(type);
  const std::size_t rank = read_shape(*runtime_, raw, held->shape);
  sdk::check_output(outputs_[index].name, rank, dtype);
  std::size_t bytes = 0;
  void* data = nullptr;
  runtime_->check(api.tensor_get_byte_size(raw, &bytes), "size of an output");
  if (bytes != 0) runtime_->check(api.tensor_data(raw, &data), "data of an output");
  output = {dtype,   static_cast<std::int32_t>(rank), held->shape.data(), data, bytes,
            nullptr, sdk::release_held<Held>,         held.get()};
  Held* kept = held.release();
  // An output may be an input handed through, whose memory is lent for the call only.
  for (const PenstockTensor& input : call.inputs) {
    if (bytes == 0 || !sdk::overlap(input, output)) continue;
    const auto* begin = static_cast<const char*>(data);
    auto copied = std::make_unique<Copied>(Copied{{begin, begin + bytes}, kept->shape});
    sdk::release_held<Held>(&output);
    output = {
        dtype,   static_cast<std::int32_t>(rank), copied->shape.data(), copied->bytes.data(), bytes,
        nullptr, sdk::release_held<Copied>,       copied.get()};
    copied.release();
    return;
  }
}

void Session::run_on(const Lease& lease, const sdk::RunCall& call) {
  set_inputs(*lease, call);
  set_outputs(*lease, call);
  infer(*lease, call);
  for (std::size_t i = 0; i < call.outputs.size(); ++i)
    if (call.outputs[i].data == nullptr) hand_out(lease, i, call);
  if (pages_) pages_->after_run();
}

void Session::run(const sdk::RunCall& call) {
  if (call.state == nullptr) return run_on(pool_->take(), call);
  auto& state = *static_cast<State*>(call.state);
  Request& request = *state.request();
  if (!request.idle() || request.spoiled()) {
    const std::lock_guard alone(pool_->gate());
    for (std::size_t i = 0; i < outputs_.size(); ++i)
      renew_output(*runtime_, request, i, outputs_[i]);
    request.restore();
  }
  run_on(Lease(state.request()), call);
  state.run_done();
}

}  // namespace penstock::ov
