// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
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
};

class Backend;  // plugin.hpp

// What a run may be asked for besides its inputs.
struct RunOptions {
  // Where to write outputs: none, or one for each of outputs(); an empty Tensor leaves that one to
  // the backend. Throws Error{unsupported} where the backend cannot (can_bind_outputs).
  std::span<Tensor> outputs;
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

  // `inputs`: one for each of inputs(), in that order, dtypes as declared there; lent for the call.
  // Returns one tensor for each of outputs(), which borrow the runtime's own memory until dropped.
  // Throws Error{backend} with the runtime's words when it fails; the next call is unharmed.
  [[nodiscard]] std::vector<Tensor> run(std::span<const Tensor> inputs) const;
  [[nodiscard]] std::vector<Tensor> run(std::span<const Tensor> inputs,
                                        const RunOptions& options) const;

  [[nodiscard]] bool can_bind_outputs() const noexcept;

 private:
  struct Loaded;
  std::shared_ptr<Loaded> loaded_;  // shared with the outputs, which need the session's memory
};

}  // namespace penstock
