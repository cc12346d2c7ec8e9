// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sdk/ports.hpp"

// What a plug-in's author derives from. fill_table (table.hpp) turns the result into the C table:
// it checks the arguments of every call first and turns exceptions into status and message.

namespace penstock::sdk {

// One sequence's state. Called by one thread at a time.
class State {
 public:
  State() = default;
  virtual ~State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  virtual void reset() = 0;
  virtual void reorder(std::span<const std::int32_t> rows) = 0;
};

// One checked session_run. Inputs and outputs are as many as the ports; host inputs have the
// port's dtype and a byte_size that fits their shape.
struct RunCall {
  std::span<const PenstockTensor> inputs;
  std::span<PenstockTensor> outputs;
  const std::uint8_t* keep_on_backend = nullptr;
  State* state = nullptr;
  const PenstockCancel* cancel = nullptr;
  PenstockTimings* timings = nullptr;

  [[nodiscard]] bool keeps(std::size_t output) const noexcept {
    return keep_on_backend != nullptr && keep_on_backend[output] != 0;
  }
};

class Session {
 public:
  Session() = default;
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const Ports& inputs() const noexcept { return inputs_; }
  [[nodiscard]] const Ports& outputs() const noexcept { return outputs_; }

  // Called from many threads at once. Fills call.outputs; a throw leaves it to the caller to give
  // back those that were filled.
  virtual void run(const RunCall& call) = 0;
  // Only with PENSTOCK_HAS_STATES.
  virtual std::unique_ptr<State> create_state();

 protected:
  Ports inputs_;  // filled by the constructor of the derived class
  Ports outputs_;
};

// Where the graph is: `path`, or `bytes` when path is empty.
struct SessionOptions {
  std::string path;
  std::span<const char> bytes;
  std::string external_data_folder;
  std::string device;  // empty: the default
  std::vector<std::pair<std::string, std::string>> options;

  // The file's name for messages, or what to call a graph in memory.
  [[nodiscard]] std::string origin() const { return path.empty() ? "the graph in memory" : path; }
};

class Backend {
 public:
  Backend() = default;
  virtual ~Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  // Both live as long as the backend.
  [[nodiscard]] virtual const char* name() const noexcept = 0;
  [[nodiscard]] virtual std::uint64_t capabilities() const noexcept = 0;

  // All may be called from many threads at once. The returned text lives as long as the backend.
  virtual const char* runtime_version() = 0;
  virtual std::vector<std::string> devices() = 0;
  virtual std::unique_ptr<Session> create_session(const SessionOptions& options) = 0;
};

}  // namespace penstock::sdk
