// SPDX-License-Identifier: Apache-2.0
#include "sdk/onnx_logits_start.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "sdk/onnx_outline.hpp"
#include "sdk/onnx_structure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::sdk {
namespace {

constexpr int kMaxSteps = 16;  // operations between the product and the logits, or weights and file
constexpr std::int64_t kSliceWithInputs = 10;  // the operator set from which Slice takes its bounds
constexpr std::string_view kEnds = "penstock/logits_end";
constexpr std::string_view kAxes = "penstock/logits_axis";

bool is_one_of(const OnnxNode& node, std::initializer_list<std::string_view> types) {
  return (node.domain.empty() || node.domain == "ai.onnx") &&
         std::find(types.begin(), types.end(), node.type) != types.end();
}

// The dimensions of weights, behind operations that leave them what they are.
const std::vector<std::int64_t>* weight_dims(const OnnxOutline& graph, std::string_view value,
                                             std::initializer_list<std::string_view> behind) {
  for (int step = 0; step < kMaxSteps; ++step) {
    const auto found = graph.initializers.find(value);
    if (found != graph.initializers.end()) return &found->second;
    const OnnxNode* node = graph.producer(value);
    if (node == nullptr) return nullptr;
    if (is_one_of(*node, {"Constant"})) return node->constant ? &*node->constant : nullptr;
    if (!is_one_of(*node, behind) || node->inputs.empty()) return nullptr;
    value = node->inputs.front();
  }
  return nullptr;
}

// Weights that are the same for every position, and too flat to add a dimension to logits.
bool is_row(const OnnxOutline& graph, std::string_view value) {
  const auto* dims = weight_dims(graph, value, {"Cast", "Identity"});
  return dims != nullptr && (dims->size() < 2 || (dims->size() == 2 && dims->front() == 1));
}

// The input through which `node` reads positions that it leaves where they are; empty: none.
std::string_view passed_through(const OnnxOutline& graph, const OnnxNode& node) {
  if (is_one_of(node, {"Cast", "Identity", "Tanh"}) && node.inputs.size() == 1)
    return node.inputs[0];
  if (!is_one_of(node, {"Add", "Sub", "Mul", "Div"}) || node.inputs.size() != 2) return {};
  if (is_row(graph, node.inputs[1])) return node.inputs[0];
  return is_row(graph, node.inputs[0]) ? node.inputs[1] : std::string_view();
}

bool is_read_once(const OnnxOutline& graph, std::string_view value) {
  const auto found = graph.uses.find(value);
  return found != graph.uses.end() && found->second == 1;
}

// The product of hidden states [rows, positions, width] and weights that the logits come from.
const OnnxNode* product_behind(const OnnxOutline& graph, std::string_view logits) {
  std::string_view value = logits;
  for (int step = 0; step < kMaxSteps && !value.empty() && is_read_once(graph, value); ++step) {
    const OnnxNode* node = graph.producer(value);
    if (node == nullptr) return nullptr;
    if (is_one_of(*node, {"MatMul"})) {
      if (node->inputs.size() != 2 || graph.initializers.contains(node->inputs[0])) return nullptr;
      const auto* dims = weight_dims(graph, node->inputs[1], {"Cast", "Identity", "Transpose"});
      if (dims == nullptr || dims->size() != 2) return nullptr;
      // Runtimes join such a product with the scales of its operands; a slice between keeps them
      // from it, which changes the numbers.
      const OnnxNode* before = graph.producer(node->inputs[0]);
      return before != nullptr && before->type == "DequantizeLinear" ? nullptr : node;
    }
    value = passed_through(graph, *node);
  }
  return nullptr;
}

// As long as `name`, which makes room for it in place; empty when there is none.
std::string fresh_name(const OnnxOutline& graph, std::string_view name) {
  std::string fresh(name);
  if (fresh.empty() || static_cast<unsigned char>(fresh.back()) >= 0x80) return {};
  for (char last = '!'; last <= '~'; ++last) {
    fresh.back() = last;
    if (!graph.names.contains(fresh) && !graph.uses.contains(fresh)) return fresh;
  }
  return {};
}

std::string message(std::initializer_list<std::pair<std::uint32_t, std::string_view>> fields) {
  std::string bytes;
  for (const auto& [number, value] : fields) append_bytes_field(number, value, bytes);
  return bytes;
}

// A Constant of one int64.
std::string constant(std::string_view name, std::int64_t value) {
  constexpr std::string_view kDimsOfOne{"\x08\x01", 2};  // dims: 1
  constexpr std::string_view kInt64{"\x10\x07", 2};      // data_type
  constexpr std::string_view kIsTensor{"\xA0\x01\x04", 3};
  constexpr std::uint32_t kRawData = 9;
  std::string raw;
  for (unsigned shift = 0; shift < 64; shift += 8)
    raw += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xFFU);
  std::string tensor = std::string(kDimsOfOne) + std::string(kInt64);
  append_bytes_field(kRawData, raw, tensor);
  const std::string attribute = message({{1, "value"}, {5, tensor}}) + std::string(kIsTensor);
  return message({{2, name}, {3, name}, {4, "Constant"}, {5, attribute}});
}

// int64 [1].
std::string input_info() {
  constexpr std::string_view kInt64{"\x08\x07", 2};
  constexpr std::string_view kDimOne{"\x08\x01", 2};
  const std::string shape = message({{1, kDimOne}});
  const std::string tensor = std::string(kInt64) + message({{2, shape}});
  return message({{1, kLogitsStart}, {2, message({{1, tensor}})}});
}

}  // namespace

std::optional<OnnxLogitsStart> add_logits_start(std::span<const char> model) {
  const auto graph = OnnxOutline::of(model);
  if (!graph || graph->operator_set < kSliceWithInputs) return std::nullopt;
  for (const std::string_view taken : {std::string_view(kLogitsStart), kEnds, kAxes})
    if (graph->names.contains(taken)) return std::nullopt;
  const auto logits =
      std::find_if(graph->outputs.begin(), graph->outputs.end(),
                   [](const OnnxOutput& output) { return output.name == "logits"; });
  if (logits == graph->outputs.end() || logits->shape.size() != 3 || logits->shape[1] >= 0)
    return std::nullopt;
  const OnnxNode* product = product_behind(*graph, logits->name);
  if (product == nullptr) return std::nullopt;
  const std::string_view hidden = product->inputs[0];
  OnnxLogitsStart change;
  change.in_place = fresh_name(*graph, hidden);
  if (change.in_place.empty()) return std::nullopt;
  change.offset = static_cast<std::size_t>(hidden.data() - model.data());
  const std::string slice = message({{1, hidden},
                                     {1, kLogitsStart},
                                     {1, kEnds},
                                     {1, kAxes},
                                     {2, change.in_place},
                                     {3, "penstock/last_positions"},
                                     {4, "Slice"}});
  const std::string added = message({{1, constant(kEnds, std::numeric_limits<std::int64_t>::max())},
                                     {1, constant(kAxes, 1)},
                                     {1, slice},
                                     {11, input_info()}});
  append_bytes_field(kModelGraph, added, change.appended);
  return change;
}

}  // namespace penstock::sdk
