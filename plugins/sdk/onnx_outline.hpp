// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace penstock::sdk {

struct OnnxNode {
  std::string_view type;
  std::string_view domain;
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
  std::optional<std::vector<std::int64_t>> constant;  // of a Constant: the dimensions of its tensor
};

struct OnnxOutput {
  std::string_view name;
  std::vector<std::int64_t> shape;  // -1: not a number; empty: not told
};

// Who computes what in the main graph of a model, without the numbers. Points into the model.
struct OnnxOutline {
  // The model is well formed (find_external_files). None when it is not in one piece.
  static std::optional<OnnxOutline> of(std::span<const char> model);

  // The node that computes a value; null for inputs, weights and what is not there.
  [[nodiscard]] const OnnxNode* producer(std::string_view value) const;

  std::int64_t operator_set = 0;  // of ONNX's own operators
  std::vector<OnnxNode> nodes;
  std::vector<OnnxOutput> outputs;
  std::unordered_map<std::string_view, std::size_t> producers;                   // index in nodes
  std::unordered_map<std::string_view, std::vector<std::int64_t>> initializers;  // dimensions
  // How often a value is read: by nodes, by those of graphs within them, as an output.
  std::unordered_map<std::string_view, std::size_t> uses;
  std::unordered_set<std::string_view> names;  // of all values, those of inner graphs included
};

}  // namespace penstock::sdk
