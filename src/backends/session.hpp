// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <penstock/tensor.hpp>

// A loaded, runnable graph on some backend. Tasks see this header only: none knows which backend.

struct PenstockTensor;  // backend_abi.h

namespace penstock {

// One input or output of a graph.
struct Port {
  std::string name;
  DType dtype = DType::undefined;
  Shape shape;             // -1: dynamic
  bool rank_known = true;  // false: the graph does not declare a shape
};

struct SessionOptions {
  std::filesystem::path model_path;            // empty when the graph comes from memory
  std::string_view model_bytes;                // lent until the session is made
  std::filesystem::path external_data_folder;  // where a graph in memory finds its weights
  std::string device;                          // empty: the backend's default
  std::vector<std::pair<std::string, std::string>> options;  // keys: docs/backends/NAME.md
  // A decoder's graph: where backend and graph allow it, there is one more input, kLogitsStart.
  bool logits_start = false;
};

// int64 [1]: the first position whose logits a decoder computes; negative: counted from the end.
inline constexpr std::string_view kLogitsStart = "logits_start";

class Backend;  // plugin.hpp

class Session;

// What one sequence of tokens left behind in a stateful graph (OpenVINO: an infer request). Used by
// one thread at a time; keeps its session loaded.
class SequenceState {
 public:
  // An empty sequence. Throws Error{unsupported} unless session.has_states().
  explicit SequenceState(const Session& session);
  ~SequenceState();
  SequenceState(const SequenceState&) = delete;
  SequenceState& operator=(const SequenceState&) = delete;

  void reset();
  // Row i becomes what row rows[i] was. Throws Error{unsupported} where the graph cannot.
  void reorder(std::span<const std::int32_t> rows);

 private:
  friend class Session;
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

// An input or output of a run: a Tensor, or one that stayed with the backend (device memory).
// Copies share the memory.
class Value {
 public:
  Value() = default;
  Value(Tensor tensor) : tensor_(std::move(tensor)) {}  // NOLINT: a Tensor is a Value

  [[nodiscard]] DType dtype() const noexcept;
  [[nodiscard]] std::span<const std::int64_t> shape() const noexcept;
  [[nodiscard]] bool on_backend() const noexcept { return kept_ != nullptr; }
  // Throws Error{invalid_argument} when it is on the backend.
  [[nodiscard]] const Tensor& tensor() const;

 private:
  friend class Session;
  class Kept;
  Tensor tensor_;
  std::shared_ptr<Kept> kept_;
};

// What a run may be asked for besides its inputs.
struct RunOptions {
  // Where to write outputs: none, or one for each of outputs(); an empty Tensor leaves that one to
  // the backend. Throws Error{unsupported} where the backend cannot (can_bind_outputs).
  std::span<const Tensor> outputs;
  // Which outputs stay with the backend: none, or a flag for each of outputs(). Only with values,
  // and only where can_keep_values().
  std::span<const std::uint8_t> keep;
  SequenceState* state = nullptr;  // of this session
  // Makes a running call throw Error{cancelled}, where the backend can stop at all.
  std::stop_token stop;
  // Receives the time spent inside the runtime's own call; zero where the backend does not say.
  std::chrono::nanoseconds* runtime_time = nullptr;
};

// Neither copyable nor movable; run() may be called from many threads at once.
class Session {
 public:
  // Throws Error{io, backend, invalid_argument} with the runtime's words and the file's name.
  Session(std::shared_ptr<Backend> backend, const SessionOptions& options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const std::vector<Port>& inputs() const noexcept;
  [[nodiscard]] const std::vector<Port>& outputs() const noexcept;
  [[nodiscard]] bool can_bind_outputs() const noexcept;
  [[nodiscard]] bool can_keep_values() const noexcept;
  [[nodiscard]] bool has_states() const noexcept;

  // `inputs`: one for each of inputs(), in that order, dtypes as declared there; lent for the call.
  // Returns one tensor for each of outputs(), which borrow the runtime's own memory until dropped.
  // Throws Error{backend} with the runtime's words when it fails; the next call is unharmed.
  [[nodiscard]] std::vector<Tensor> run(std::span<const Tensor> inputs,
                                        const RunOptions& options = {}) const;
  // The same on values, some of which may stay with the backend.
  [[nodiscard]] std::vector<Value> run_values(std::span<const Value> inputs,
                                              const RunOptions& options = {}) const;

 private:
  friend class SequenceState;
  struct Loaded;
  void invoke(std::span<PenstockTensor> inputs, std::span<PenstockTensor> outputs,
              const RunOptions& options) const;

  std::shared_ptr<Loaded> loaded_;  // shared with the outputs, which need the session's memory
};

}  // namespace penstock
