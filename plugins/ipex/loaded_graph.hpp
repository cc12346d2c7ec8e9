// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <optional>

#include "ipex/archive_note.hpp"
#include "sdk/backend.hpp"

namespace penstock::ipex {

// A TorchScript archive, frozen: its parameters are constants of the graph.
struct LoadedGraph {
  torch::jit::Module module;  // the graph's first input
  std::shared_ptr<torch::jit::Graph> graph;
  std::optional<ArchiveNote> note;
  bool uses_ipex = false;  // has operators of IPEX in it: made by ipex.optimize
  bool bfloat16 = false;   // calculates in bfloat16
};

// Throws Failure: NOT_FOUND, IO for what is no intact archive; UNSUPPORTED for a graph that writes
// files.
[[nodiscard]] LoadedGraph load_graph(const sdk::SessionOptions& options);

// The runtime's own reason in a message of many lines.
[[nodiscard]] std::string reason_of(const std::exception& error);

}  // namespace penstock::ipex
