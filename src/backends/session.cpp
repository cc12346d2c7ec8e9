// SPDX-License-Identifier: Apache-2.0
#include "backends/session.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <penstock/error.hpp>
#include <utility>

#include "backends/plugin.hpp"

namespace penstock {
namespace {

static_assert(static_cast<int>(DType::float32) == PENSTOCK_FLOAT32 &&
              static_cast<int>(DType::int64) == PENSTOCK_INT64 &&
              static_cast<int>(DType::string) == PENSTOCK_STRING);

// Zeroed C tensors, on the stack for graphs of usual size; gives back what still needs it.
class TensorArray {
 public:
  explicit TensorArray(std::size_t size) : size_(size) {
    if (size > inline_.size()) heap_.resize(size);
  }
  ~TensorArray() {
    for (std::size_t i = 0; i < size_; ++i)
      if (data()[i].release != nullptr) data()[i].release(&data()[i]);
  }
  TensorArray(const TensorArray&) = delete;
  TensorArray& operator=(const TensorArray&) = delete;

  [[nodiscard]] PenstockTensor* data() noexcept {
    return size_ > inline_.size() ? heap_.data() : inline_.data();
  }
  [[nodiscard]] PenstockTensor& operator[](std::size_t i) noexcept { return data()[i]; }

 private:
  std::array<PenstockTensor, 8> inline_{};
  std::vector<PenstockTensor> heap_;
  std::size_t size_;
};

// Keeps one output's memory with the backend until the last Tensor on it is gone.
class HeldOutput {
 public:
  explicit HeldOutput(std::shared_ptr<void> session) : session_(std::move(session)) {}
  ~HeldOutput() {
    if (tensor_.release != nullptr) tensor_.release(&tensor_);
  }
  HeldOutput(const HeldOutput&) = delete;
  HeldOutput& operator=(const HeldOutput&) = delete;

  void take(PenstockTensor& tensor) noexcept { tensor_ = std::exchange(tensor, {}); }

 private:
  std::shared_ptr<void> session_;  // outlives what it made
  PenstockTensor tensor_{};
};

// A std::stop_token as the C table's cancel.
class HostCancel {
 public:
  explicit HostCancel(const std::stop_token& token)
      : token_(token), table_{subscribe, unsubscribe, this} {}
  HostCancel(const HostCancel&) = delete;
  HostCancel& operator=(const HostCancel&) = delete;

  [[nodiscard]] const PenstockCancel* get() const noexcept { return &table_; }

 private:
  struct Call {
    void (*stop)(void*);
    void* data;
    void operator()() const { stop(data); }
  };
  using Subscription = std::stop_callback<Call>;

  static void* subscribe(const PenstockCancel* self, void (*stop)(void*), void* data) {
    const auto& token = static_cast<const HostCancel*>(self->private_data)->token_;
    return new (std::nothrow) Subscription(token, Call{stop, data});
  }
  static void unsubscribe(const PenstockCancel*, void* subscription) {
    delete static_cast<Subscription*>(subscription);
  }

  const std::stop_token& token_;
  PenstockCancel table_;
};

std::vector<Port> convert_ports(const PenstockPort* ports, std::uint64_t count) {
  std::vector<Port> converted;
  converted.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const PenstockPort& port = ports[i];
    const bool known = port.rank >= 0;
    converted.push_back({port.name, static_cast<DType>(port.dtype),
                         known ? Shape(port.shape, port.shape + port.rank) : Shape(), known});
  }
  return converted;
}

// False when the backend's own numbers do not agree.
bool is_consistent(const PenstockTensor& tensor) {
  std::uint64_t bytes = size_of(static_cast<DType>(tensor.dtype));
  if (bytes == 0 || tensor.rank < 0 || (tensor.rank > 0 && tensor.shape == nullptr)) return false;
  for (std::int32_t i = 0; i < tensor.rank; ++i) {
    if (tensor.shape[i] < 0) return false;
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(tensor.shape[i]), &bytes))
      return false;
  }
  return bytes == tensor.byte_size && (bytes == 0 || tensor.data != nullptr);
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

}  // namespace

struct Session::Loaded {
  explicit Loaded(std::shared_ptr<Backend> from) : backend(std::move(from)) {}
  ~Loaded() {
    if (session != nullptr) backend->table()->session_release(session);
  }
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  std::shared_ptr<Backend> backend;
  PenstockSession* session = nullptr;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
};

namespace {

std::vector<PenstockKeyValue> lend(const SessionOptions& options) {
  std::vector<PenstockKeyValue> pairs;
  for (const auto& [key, value] : options.options) pairs.push_back({key.c_str(), value.c_str()});
  return pairs;
}

PenstockSession* create(Backend& backend, const SessionOptions& options) {
  const std::vector<PenstockKeyValue> pairs = lend(options);
  const std::string path = options.model_path.string();
  const std::string folder = options.external_data_folder.string();
  PenstockSessionOptions given{};
  given.struct_size = sizeof(given);
  given.model_path = path.empty() ? nullptr : path.c_str();
  given.model_bytes = path.empty() ? options.model_bytes.data() : nullptr;
  given.model_size = path.empty() ? options.model_bytes.size() : 0;
  given.external_data_folder = folder.empty() ? nullptr : folder.c_str();
  given.device = options.device.empty() ? nullptr : options.device.c_str();
  given.options = pairs.data();
  given.option_count = pairs.size();
  PenstockSession* session = nullptr;
  PenstockError error{};
  PenstockBackend* table = backend.table();
  check_status(table->session_create(table, &given, &session, &error), error, "");
  return session;
}

// A Tensor on an output's memory, which it takes over from `output`.
Tensor take(std::shared_ptr<void> session, Backend& backend, const Port& port,
            PenstockTensor& output) {
  if (!is_consistent(output))
    throw Error(ErrorCode::internal, "The backend " + std::string(backend.name()) +
                                         " returned output '" + port.name +
                                         "' with a shape that does not fit its size");
  const auto dtype = static_cast<DType>(output.dtype);
  Shape shape(output.shape, output.shape + output.rank);
  auto held = std::make_shared<HeldOutput>(std::move(session));
  void* data = output.data;
  held->take(output);
  return Tensor::borrow(dtype, std::move(shape), data, std::move(held));
}

}  // namespace

Session::Session(std::shared_ptr<Backend> backend, const SessionOptions& options)
    : loaded_(std::make_shared<Loaded>(std::move(backend))) {
  loaded_->session = create(*loaded_->backend, options);
  const PenstockBackend* table = loaded_->backend->table();
  const PenstockPort* ports = nullptr;
  std::uint64_t count = 0;
  PenstockError error{};
  check_status(table->session_inputs(loaded_->session, &ports, &count, &error), error, "");
  loaded_->inputs = convert_ports(ports, count);
  check_status(table->session_outputs(loaded_->session, &ports, &count, &error), error, "");
  loaded_->outputs = convert_ports(ports, count);
}

Session::~Session() = default;

const std::vector<Port>& Session::inputs() const noexcept { return loaded_->inputs; }
const std::vector<Port>& Session::outputs() const noexcept { return loaded_->outputs; }

bool Session::can_bind_outputs() const noexcept {
  return (loaded_->backend->capabilities() & PENSTOCK_CAN_BIND_OUTPUTS) != 0;
}

std::vector<Tensor> Session::run(std::span<const Tensor> inputs) const {
  return run(inputs, RunOptions{});
}

std::vector<Tensor> Session::run(std::span<const Tensor> inputs, const RunOptions& options) const {
  const std::size_t count = loaded_->outputs.size();
  TensorArray in(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) in[i] = lend(inputs[i]);
  TensorArray out(count);
  for (std::size_t i = 0; i < std::min(count, options.outputs.size()); ++i)
    if (options.outputs[i].data() != nullptr) out[i] = lend(options.outputs[i]);
  const HostCancel cancel(options.stop);
  PenstockTimings timings{};
  PenstockRunArgs args{};
  args.struct_size = sizeof(args);
  args.inputs = in.data();
  args.input_count = inputs.size();
  args.outputs = out.data();
  args.output_count = count;
  args.cancel = options.stop.stop_possible() ? cancel.get() : nullptr;
  args.timings = options.runtime_time != nullptr ? &timings : nullptr;
  PenstockError error{};
  check_status(loaded_->backend->table()->session_run(loaded_->session, &args, &error), error, "");
  if (options.runtime_time != nullptr)
    *options.runtime_time = std::chrono::nanoseconds(timings.run_ns);
  std::vector<Tensor> results;
  results.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const bool bound = i < options.outputs.size() && options.outputs[i].data() != nullptr;
    results.push_back(bound ? options.outputs[i]
                            : take(loaded_, *loaded_->backend, loaded_->outputs[i], out[i]));
  }
  return results;
}

}  // namespace penstock
