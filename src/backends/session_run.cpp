// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>
#include <utility>

#include "backends/host_cancel.hpp"
#include "backends/loaded_session.hpp"
#include "backends/session.hpp"
#include "backends/tensor_array.hpp"

namespace penstock {

// Keeps one output with the backend until the last Tensor or Value on it is gone.
class Value::Kept {
 public:
  explicit Kept(std::shared_ptr<void> session) : session_(std::move(session)) {}
  ~Kept() {
    if (tensor_.release != nullptr) tensor_.release(&tensor_);
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  void take(PenstockTensor& tensor) noexcept { tensor_ = std::exchange(tensor, {}); }
  [[nodiscard]] const PenstockTensor& get() const noexcept { return tensor_; }

 private:
  std::shared_ptr<void> session_;  // outlives what it made
  PenstockTensor tensor_{};
};

namespace {

// False when the backend's own numbers do not agree.
bool is_consistent(const PenstockTensor& tensor) {
  std::uint64_t bytes = size_of(static_cast<DType>(tensor.dtype));
  if (bytes == 0 || tensor.rank < 0 || (tensor.rank > 0 && tensor.shape == nullptr)) return false;
  for (std::int32_t i = 0; i < tensor.rank; ++i)
    if (tensor.shape[i] < 0 ||
        __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(tensor.shape[i]), &bytes))
      return false;
  const bool there = tensor.data != nullptr || tensor.value != nullptr || bytes == 0;
  return bytes == tensor.byte_size && there;
}

void check_output(std::string_view backend, const Port& port, const PenstockTensor& output) {
  if (!is_consistent(output))
    throw Error(ErrorCode::internal, "The backend " + std::string(backend) + " returned output '" +
                                         port.name + "' with a shape that does not fit its size");
}

PenstockTensor lend(const Tensor& tensor) {
  return {static_cast<PenstockDType>(tensor.dtype()),
          static_cast<std::int32_t>(tensor.rank()),
          tensor.shape().data(),
          const_cast<void*>(tensor.data()),
          tensor.byte_size(),
          nullptr,
          nullptr,
          nullptr};
}

// Whether output `i` goes to memory of the caller's.
bool is_bound(const RunOptions& options, std::size_t i) {
  return i < options.outputs.size() && options.outputs[i].data() != nullptr;
}

void check_counts(const RunOptions& options, std::size_t outputs) {
  const auto fits = [&](std::size_t given) { return given == 0 || given == outputs; };
  if (!fits(options.outputs.size()) || !fits(options.keep.size()))
    throw Error(ErrorCode::invalid_argument,
                "RunOptions: give outputs and keep for none or for all of the graph's " +
                    std::to_string(outputs) + " outputs");
}

Shape shape_of(const PenstockTensor& tensor) {
  return Shape(tensor.shape, tensor.shape + tensor.rank);
}

}  // namespace

DType Value::dtype() const noexcept {
  return kept_ != nullptr ? static_cast<DType>(kept_->get().dtype) : tensor_.dtype();
}

std::span<const std::int64_t> Value::shape() const noexcept {
  if (kept_ == nullptr) return tensor_.shape();
  return {kept_->get().shape, static_cast<std::size_t>(kept_->get().rank)};
}

const Tensor& Value::tensor() const {
  if (kept_ != nullptr)
    throw Error(ErrorCode::invalid_argument,
                "This value stayed with its backend; it has no data here");
  return tensor_;
}

void Session::invoke(std::span<PenstockTensor> inputs, std::span<PenstockTensor> outputs,
                     const RunOptions& options) const {
  check_counts(options, outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (is_bound(options, i)) outputs[i] = lend(options.outputs[i]);
  const HostCancel cancel(options.stop);
  PenstockTimings timings{};
  PenstockRunArgs args{};
  args.struct_size = sizeof(args);
  args.inputs = inputs.data();
  args.input_count = inputs.size();
  args.outputs = outputs.data();
  args.output_count = outputs.size();
  args.keep_on_backend = options.keep.empty() ? nullptr : options.keep.data();
  args.state = options.state != nullptr ? options.state->handle_->state : nullptr;
  args.cancel = cancel.get();
  args.timings = options.runtime_time != nullptr ? &timings : nullptr;
  PenstockError error{};
  check_status(loaded_->table().session_run(loaded_->session, &args, &error), error, "");
  if (options.runtime_time != nullptr)
    *options.runtime_time = std::chrono::nanoseconds(timings.run_ns);
}

std::vector<Tensor> Session::run(std::span<const Tensor> inputs, const RunOptions& options) const {
  if (!options.keep.empty())
    throw Error(ErrorCode::invalid_argument, "Only run_values() keeps outputs with the backend");
  TensorArray in(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) in[i] = lend(inputs[i]);
  TensorArray out(loaded_->outputs.size());
  invoke(in.view(), out.view(), options);
  std::vector<Tensor> results;
  results.reserve(loaded_->outputs.size());
  for (std::size_t i = 0; i < loaded_->outputs.size(); ++i) {
    if (is_bound(options, i)) {
      results.push_back(options.outputs[i]);
      continue;
    }
    check_output(loaded_->table().name, loaded_->outputs[i], out[i]);
    auto held = std::make_shared<Value::Kept>(loaded_);
    Shape shape = shape_of(out[i]);
    held->take(out[i]);
    const PenstockTensor& kept = held->get();
    results.push_back(Tensor::borrow(static_cast<DType>(kept.dtype), std::move(shape), kept.data,
                                     std::move(held)));
  }
  return results;
}

std::vector<Value> Session::run_values(std::span<const Value> inputs,
                                       const RunOptions& options) const {
  TensorArray in(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].on_backend()) {
      in[i] = lend(inputs[i].tensor_);
    } else {
      in[i] = inputs[i].kept_->get();
      in[i].release = nullptr;  // it stays the Value's
    }
  }
  TensorArray out(loaded_->outputs.size());
  invoke(in.view(), out.view(), options);
  std::vector<Value> results(loaded_->outputs.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (is_bound(options, i)) {
      results[i].tensor_ = options.outputs[i];
      continue;
    }
    check_output(loaded_->table().name, loaded_->outputs[i], out[i]);
    auto kept = std::make_shared<Value::Kept>(loaded_);
    kept->take(out[i]);
    const PenstockTensor& tensor = kept->get();
    if (tensor.value != nullptr)
      results[i].kept_ = std::move(kept);
    else
      results[i].tensor_ = Tensor::borrow(static_cast<DType>(tensor.dtype), shape_of(tensor),
                                          tensor.data, std::move(kept));
  }
  return results;
}

}  // namespace penstock
