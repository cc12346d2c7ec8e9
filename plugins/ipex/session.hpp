// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <string>
#include <vector>

#include "ipex/graph_ports.hpp"
#include "ipex/loaded_graph.hpp"
#include "ipex/session_settings.hpp"
#include "sdk/backend.hpp"

namespace penstock::ipex {

// A TorchScript graph with an executor of its own. Inputs are read and outputs are left where they
// are; an output is copied only where it is not dense.
class Session final : public sdk::Session {
 public:
  Session(const sdk::SessionOptions& options, SessionSettings settings);

  void run(const sdk::RunCall& call) override;

 private:
  using Stack = std::vector<c10::IValue>;

  [[nodiscard]] Stack make_stack(std::span<const at::Tensor> tensors) const;
  [[nodiscard]] std::vector<at::Tensor> execute(torch::jit::GraphExecutor& executor,
                                                Stack& stack) const;
  void try_out(const std::string& origin);
  void use_fusions(std::span<const at::Tensor> sample, std::span<const at::Tensor> answer);
  void check_shape(std::size_t input, const PenstockTensor& given) const;

  SessionSettings settings_;
  LoadedGraph loaded_;
  std::vector<InputTree> trees_;
  torch::jit::GraphExecutor executor_;
};

}  // namespace penstock::ipex
