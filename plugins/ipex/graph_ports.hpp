// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/ir/ir.h>

#include <string>
#include <vector>

#include "ipex/loaded_graph.hpp"
#include "ipex/session_settings.hpp"
#include "sdk/ports.hpp"

// A graph's inputs and outputs may be tuples and dicts of tensors; ports are the tensors in them,
// in order.

namespace penstock::ipex {

// One input of the graph, or one member of a tuple: a tensor when it has no members.
struct InputTree {
  std::vector<InputTree> members;
};

struct GraphPorts {
  sdk::Ports inputs;
  sdk::Ports outputs;
  std::vector<InputTree> input_trees;  // one for each input of the graph
};

// Names of inputs are those of the graph; the members of a tuple past_key_values are called
// past_key_values.N.key and .value, and those of such an output present.N.key and .value. Names of
// outputs are those of the note, else of the graph's dict or named tuple, else
// settings.output_names, else output_N.
[[nodiscard]] GraphPorts describe_ports(const LoadedGraph& loaded, const SessionSettings& settings,
                                        const std::string& origin);

// The tensors in an output of the graph, in the order of the ports.
void flatten(const c10::IValue& value, std::vector<at::Tensor>& tensors);

}  // namespace penstock::ipex
