// SPDX-License-Identifier: Apache-2.0
#include "fake/session.hpp"

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <string>

#include "sdk/cancellation.hpp"
#include "sdk/failure.hpp"

namespace penstock::fake {
namespace {

using sdk::Failure;

void add_ports(const std::vector<PortScript>& from, sdk::Ports& to) {
  for (const PortScript& port : from) {
    if (port.rank_known)
      to.add(port.name, port.dtype, port.shape);
    else
      to.add_of_unknown_rank(port.name, port.dtype);
  }
}

PenstockTensor view(Array& array) {
  return {array.dtype,
          static_cast<std::int32_t>(array.shape.size()),
          array.shape.data(),
          array.bytes.data(),
          array.bytes.size(),
          nullptr,
          nullptr,
          nullptr};
}

void release_array(PenstockTensor* tensor) {
  delete static_cast<Array*>(tensor->private_data);
  *tensor = {};
}

void tell_lie(const std::string& lie, PenstockTensor& output) {
  static constexpr std::int64_t kNegative[] = {-5, -5, -5, -5};
  if (lie == "byte_size") output.byte_size += 4096;
  if (lie == "null_data") output.data = nullptr;
  if (lie == "negative_shape") output.shape = kNegative;
}

void hand_out(Array result, bool keep, PenstockTensor& output) {
  if (output.data != nullptr) {  // the caller's memory
    if (output.byte_size != result.bytes.size())
      throw Failure(PENSTOCK_BACKEND_FAILED, "the fake failed: the given output has another size");
    std::memcpy(output.data, result.bytes.data(), result.bytes.size());
    return;
  }
  auto array = std::make_unique<Array>(std::move(result));
  output = view(*array);
  if (keep) {
    output.data = nullptr;
    output.value = reinterpret_cast<PenstockValue*>(array.get());
  }
  output.release = release_array;
  output.private_data = array.release();
}

struct Sleep {
  std::mutex mutex;
  std::condition_variable changed;
  bool stopped = false;

  static void stop(void* self) {
    auto& sleep = *static_cast<Sleep*>(self);
    const std::lock_guard lock(sleep.mutex);
    sleep.stopped = true;
    sleep.changed.notify_all();
  }
};

}  // namespace

void State::reorder(std::span<const std::int32_t> rows) {
  for (Array& array : held) {
    if (array.bytes.empty()) continue;
    const std::size_t row = array.bytes.size() / static_cast<std::size_t>(array.shape.at(0));
    Array moved = array;
    moved.shape[0] = static_cast<std::int64_t>(rows.size());
    moved.bytes.resize(rows.size() * row);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] < 0 || rows[i] >= array.shape[0])
        throw Failure(PENSTOCK_INVALID_ARGUMENT, "no such row in the state");
      std::memcpy(moved.bytes.data() + i * row,
                  array.bytes.data() + static_cast<std::size_t>(rows[i]) * row, row);
    }
    array = std::move(moved);
  }
}

Session::Session(Script script) : script_(std::move(script)) {
  if (!script_.fail_create.empty()) throw Failure(PENSTOCK_BACKEND_FAILED, script_.fail_create);
  add_ports(script_.inputs, inputs_);
  add_ports(script_.outputs, outputs_);
}

std::unique_ptr<sdk::State> Session::create_state() {
  return std::make_unique<State>(script_.outputs.size());
}

void Session::wait(const sdk::RunCall& call) const {
  Sleep sleep;
  const sdk::Cancellation cancellation(call.cancel, Sleep::stop, &sleep);
  std::unique_lock lock(sleep.mutex);
  sleep.changed.wait_for(lock, std::chrono::milliseconds(script_.delay_ms),
                         [&] { return sleep.stopped; });
  if (sleep.stopped) throw Failure(PENSTOCK_CANCELLED, "the run was cancelled");
}

void Session::fail_when_scripted() {
  const std::int64_t run = ++runs_;
  if (script_.fail_run.empty()) return;
  if (script_.fail_at_run == 0 || script_.fail_at_run == run)
    throw Failure(PENSTOCK_BACKEND_FAILED, script_.fail_run);
}

void Session::run(const sdk::RunCall& call) {
  wait(call);
  fail_when_scripted();
  std::vector<PenstockTensor> inputs(call.inputs.begin(), call.inputs.end());
  for (PenstockTensor& input : inputs)
    if (input.value != nullptr) input = view(*reinterpret_cast<Array*>(input.value));
  auto* state = static_cast<State*>(call.state);
  for (std::size_t i = 0; i < call.outputs.size(); ++i) {
    Array* before = state != nullptr ? &state->held[i] : nullptr;
    Array result = compute(script_.answers[i], script_.outputs[i], inputs, before);
    if (before != nullptr) *before = result;
    hand_out(std::move(result), call.keeps(i), call.outputs[i]);
    tell_lie(script_.lie, call.outputs[i]);
  }
  if (call.timings != nullptr)
    call.timings->run_ns = static_cast<std::uint64_t>(script_.delay_ms) * 1'000'000U + 1U;
}

}  // namespace penstock::fake
