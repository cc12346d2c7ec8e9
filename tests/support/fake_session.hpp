// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "sdk/backend.hpp"
#include "sdk/failure.hpp"
#include "sdk/table.hpp"

// Sessions whose graph is a C++ function, for tests of what lies above the backends.

namespace penstock::testing {

struct FakeOutput {
  std::vector<float> values;
  std::vector<std::int64_t> shape;
};

struct FakePort {
  std::string name;
  PenstockDType dtype = PENSTOCK_INT64;
  std::vector<std::int64_t> shape = {-1, -1};
};

struct FakeGraph {
  std::vector<FakePort> inputs;
  std::vector<FakePort> outputs;  // float32
  // Inputs in the order of `inputs`; one output for each of `outputs`. May throw sdk::Failure.
  std::function<std::vector<FakeOutput>(std::span<const PenstockTensor>)> run;
};

class FakeGraphSession final : public sdk::Session {
 public:
  explicit FakeGraphSession(FakeGraph graph) : graph_(std::move(graph)) {
    for (const FakePort& port : graph_.inputs) inputs_.add(port.name, port.dtype, port.shape);
    for (const FakePort& port : graph_.outputs)
      outputs_.add(port.name, PENSTOCK_FLOAT32, port.shape);
  }

  void run(const sdk::RunCall& call) override {
    std::vector<FakeOutput> outputs = graph_.run(call.inputs);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      auto* held = new FakeOutput(std::move(outputs[i]));
      PenstockTensor& tensor = call.outputs[i];
      tensor.dtype = PENSTOCK_FLOAT32;
      tensor.rank = static_cast<std::int32_t>(held->shape.size());
      tensor.shape = held->shape.data();
      tensor.data = held->values.data();
      tensor.byte_size = held->values.size() * sizeof(float);
      tensor.private_data = held;
      tensor.release = [](PenstockTensor* self) {
        delete static_cast<FakeOutput*>(self->private_data);
        *self = {};
      };
    }
  }

 private:
  FakeGraph graph_;
};

class FakeGraphBackend final : public sdk::Backend {
 public:
  explicit FakeGraphBackend(FakeGraph graph) : graph_(std::move(graph)) {}
  const char* name() const noexcept override { return "fake"; }
  std::uint64_t capabilities() const noexcept override { return 0; }
  const char* runtime_version() override { return "1.0"; }
  std::vector<std::string> devices() override { return {"CPU"}; }
  std::unique_ptr<sdk::Session> create_session(const sdk::SessionOptions&) override {
    return std::make_unique<FakeGraphSession>(graph_);
  }

 private:
  FakeGraph graph_;
};

// The C entry point takes no context, so the graph waits here while a backend is made.
inline FakeGraph& pending_graph() {
  static thread_local FakeGraph graph;
  return graph;
}

inline PenstockStatus init_fake_graph(std::uint32_t abi, const char* /*library*/,
                                      PenstockBackend* out, PenstockError* error) {
  return sdk::fill_table(abi, out, error,
                         [] { return std::make_unique<FakeGraphBackend>(pending_graph()); });
}

inline std::unique_ptr<Session> make_session(FakeGraph graph) {
  pending_graph() = std::move(graph);
  auto backend = std::make_shared<Backend>(init_fake_graph, "", "a test");
  SessionOptions options;
  options.model_path = "fake.graph";
  return std::make_unique<Session>(std::move(backend), options);
}

inline std::vector<std::int64_t> int64_values(const PenstockTensor& tensor) {
  const auto* data = static_cast<const std::int64_t*>(tensor.data);
  return {data, data + tensor.byte_size / sizeof(std::int64_t)};
}

}  // namespace penstock::testing
