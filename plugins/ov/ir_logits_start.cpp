// SPDX-License-Identifier: Apache-2.0
#include "ov/ir_logits_start.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

#include "ov/ir_outline.hpp"
#include "ov/ir_text.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ov {
namespace {

constexpr int kMaxSteps = 16;  // operations between the product and the logits

bool is_named(const IrPort& port, std::string_view name) {
  const std::vector<std::string> names = split_names(port.names);
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What a Result of the graph reads, where that is the only output called "logits".
const IrEdge* logits_edge(const IrOutline& graph) {
  const IrEdge* found = nullptr;
  for (const IrLayer& layer : graph.layers) {
    for (const IrPort& port : layer.outputs) {
      if (is_named(port, sdk::kLogitsStart)) return nullptr;
      if (!is_named(port, "logits")) continue;
      const auto edge = std::find_if(graph.edges.begin(), graph.edges.end(), [&](const auto& each) {
        return each.from_layer == layer.id && each.from_port == port.id;
      });
      if (found != nullptr || port.dims.size() != 3 || port.dims[1] != "-1" ||
          edge == graph.edges.end())
        return nullptr;
      found = &*edge;
    }
  }
  const IrLayer* result = found != nullptr ? graph.layer(found->to_layer) : nullptr;
  return result != nullptr && result->type == "Result" ? found : nullptr;
}

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// Numbers that are the same for every position.
bool is_row(const IrPort& port) {
  return port.dims.size() <= 3 &&
         std::all_of(port.dims.begin(), port.dims.end() - (port.dims.empty() ? 0 : 1),
                     [](std::string_view dim) { return dim == "1"; });
}

// What a layer reads through the input by which positions pass it unmoved; null: none.
const IrEdge* passed_through(const IrOutline& graph, const IrLayer& layer) {
  const auto& inputs = layer.inputs;
  if (is_one_of(layer.type, {"Convert", "Tanh"}) && inputs.size() == 1)
    return graph.into(layer.id, inputs[0].id);
  if (!is_one_of(layer.type, {"Add", "Subtract", "Multiply", "Divide"}) || inputs.size() != 2)
    return nullptr;
  for (const std::size_t i : {0U, 1U})
    if (inputs[i].dims.size() == 3 && is_row(inputs[1 - i]))
      return graph.into(layer.id, inputs[i].id);
  return nullptr;
}

// Hidden states [rows, positions, width] by a matrix of weights.
bool is_product(const IrOutline& graph, const IrLayer& layer) {
  if (layer.type != "MatMul" || layer.inputs.size() != 2) return false;
  const std::string_view transposed = attribute(layer.data, "transpose_a");
  if (layer.inputs[0].dims.size() != 3 || layer.inputs[1].dims.size() != 2 ||
      !(transposed.empty() || is_one_of(transposed, {"false", "0"})))
    return false;
  // A product of quantized numbers is recognised by what lies right before it.
  const IrEdge* edge = graph.into(layer.id, layer.inputs[0].id);
  const IrLayer* before = edge != nullptr ? graph.layer(edge->from_layer) : nullptr;
  return before != nullptr && !is_one_of(before->type, {"FakeQuantize", "FakeConvert"});
}

// The product that the logits come from.
const IrLayer* product_behind(const IrOutline& graph) {
  const IrEdge* edge = logits_edge(graph);
  for (int step = 0; step < kMaxSteps && edge != nullptr; ++step) {
    const IrLayer* layer = graph.layer(edge->from_layer);
    if (layer == nullptr || graph.readers(edge->from_layer, edge->from_port) != 1) return nullptr;
    if (is_product(graph, *layer)) return layer;
    edge = passed_through(graph, *layer);
  }
  return nullptr;
}

// A number that no layer has, nor any of the few behind it.
std::optional<std::int64_t> fresh_id(const IrOutline& graph) {
  std::int64_t highest = 0;
  for (const IrLayer& layer : graph.layers) {
    std::int64_t id = 0;
    const char* end = layer.id.data() + layer.id.size();
    const auto [stop, failure] = std::from_chars(layer.id.data(), end, id);
    if (failure != std::errc() || stop != end || id > std::numeric_limits<std::int32_t>::max())
      return std::nullopt;
    highest = std::max(highest, id);
  }
  return highest + 1;
}

std::string port(std::string_view id, std::string_view precision,
                 const std::vector<std::string_view>& dims, std::string_view names = {}) {
  std::string text = "<port id=\"" + std::string(id) + "\" precision=\"" + std::string(precision);
  if (!names.empty()) text += "\" names=\"" + std::string(names);
  text += "\">";
  for (const std::string_view dim : dims) text += "<dim>" + std::string(dim) + "</dim>";
  return text + "</port>";
}

std::string layer(const std::string& id, std::string_view name, std::string_view type,
                  std::string_view data, const std::string& inputs, const std::string& output) {
  return "<layer id=\"" + id + "\" name=\"" + std::string(name) + "\" type=\"" + std::string(type) +
         "\" version=\"opset1\"><data " + std::string(data) + " />" +
         (inputs.empty() ? "" : "<input>" + inputs + "</input>") + "<output>" + output +
         "</output></layer>\n";
}

std::string edge(std::string_view from, std::string_view from_port, std::string_view to,
                 std::string_view to_port) {
  return "<edge from-layer=\"" + std::string(from) + "\" from-port=\"" + std::string(from_port) +
         "\" to-layer=\"" + std::string(to) + "\" to-port=\"" + std::string(to_port) + "\" />\n";
}

// The numbers of the layers that are added: the input, its number twice (an unread one for the
// rows), and the slice. StridedSlice needs no constant, which an IR keeps in the file of weights.
struct Added {
  explicit Added(std::int64_t first)
      : input(std::to_string(first)),
        twice(std::to_string(first + 1)),
        slice(std::to_string(first + 2)) {}

  [[nodiscard]] std::string layers(const IrPort& hidden) const {
    std::vector<std::string_view> cut = hidden.dims;
    cut[1] = "-1";
    return layer(input, sdk::kLogitsStart, "Parameter", R"(shape="1" element_type="i64")", "",
                 port("0", "I64", {"1"}, sdk::kLogitsStart)) +
           layer(twice, "penstock/logits_begin", "Concat", R"(axis="0")",
                 port("0", "I64", {"1"}) + port("1", "I64", {"1"}), port("2", "I64", {"2"})) +
           layer(slice, "penstock/last_positions", "StridedSlice",
                 R"(begin_mask="1, 0" end_mask="1, 1" new_axis_mask="" shrink_axis_mask="" )"
                 R"(ellipsis_mask="")",
                 port("0", hidden.precision, hidden.dims) + port("1", "I64", {"2"}) +
                     port("2", "I64", {"2"}),
                 port("3", hidden.precision, cut));
  }
  [[nodiscard]] std::string edges(const IrEdge& replaced) const {
    return edge(input, "0", twice, "0") + edge(input, "0", twice, "1") +
           edge(replaced.from_layer, replaced.from_port, slice, "0") +
           edge(twice, "2", slice, "1") + edge(twice, "2", slice, "2") +
           edge(slice, "3", replaced.to_layer, replaced.to_port);
  }

  std::string input, twice, slice;
};

}  // namespace

std::optional<std::string> add_logits_start(std::string_view xml) {
  const auto graph = IrOutline::of(xml);
  if (!graph) return std::nullopt;
  const IrLayer* product = product_behind(*graph);
  const auto first = fresh_id(*graph);
  if (product == nullptr || !first) return std::nullopt;
  const IrPort& hidden = product->inputs[0];
  const IrEdge& replaced = *graph->into(product->id, hidden.id);
  const Added added(*first);
  // The edges follow the layers.
  const auto layers_end = static_cast<std::size_t>(graph->layers_end.data() - xml.data());
  const auto edge_begin = static_cast<std::size_t>(replaced.whole.data() - xml.data());
  if (edge_begin < layers_end || !graph->layers_end.starts_with("</")) return std::nullopt;
  const std::size_t edge_end = edge_begin + replaced.whole.size();
  if (!replaced.whole.ends_with("/>")) return std::nullopt;
  std::string text(xml.substr(0, layers_end));
  text += added.layers(hidden);
  text += xml.substr(layers_end, edge_begin - layers_end);
  text += added.edges(replaced);
  text += xml.substr(edge_end);
  return text;
}

}  // namespace penstock::ov
