// SPDX-License-Identifier: Apache-2.0
#include "export/activation.hpp"

#include <array>
#include <penstock/error.hpp>
#include <string>

#include "core/python_text.hpp"

namespace penstock::native {
namespace {

constexpr float kSqrtHalf = 0.70710678118654752F;
constexpr float kSqrtTwoOverPi = 0.79788456080286536F;
constexpr float kCubic = 0.044715F;
constexpr int kGeluSince = 20;  // operator set

Value half_of(GraphBuilder& g, const Value& x, const Value& factor) {
  const Value half = g.op("Mul", {x, g.number(0.5F)});
  return g.op("Mul", {half, g.op("Add", {factor, g.number(1.0F)})});
}

Value gelu(GraphBuilder& g, const Value& x) {
  if (g.form().opset >= kGeluSince) return g.op("Gelu", {x});
  return half_of(g, x, g.op("Erf", {g.op("Mul", {x, g.number(kSqrtHalf)})}));
}

Value gelu_tanh(GraphBuilder& g, const Value& x) {
  if (g.form().opset >= kGeluSince)
    return g.op("Gelu", {x}, {{"approximate", std::string("tanh")}});
  const Value cube = g.op("Mul", {g.op("Mul", {x, x}), x});
  const Value inner = g.op("Add", {x, g.op("Mul", {cube, g.number(kCubic)})});
  return half_of(g, x, g.op("Tanh", {g.op("Mul", {inner, g.number(kSqrtTwoOverPi)})}));
}

Value gelu_10(GraphBuilder& g, const Value& x) {
  return g.op("Clip", {gelu(g, x), g.number(-10.0F), g.number(10.0F)});
}

Value quick_gelu(GraphBuilder& g, const Value& x) {
  return g.op("Mul", {x, g.op("Sigmoid", {g.op("Mul", {x, g.number(1.702F)})})});
}

Value silu(GraphBuilder& g, const Value& x) { return g.op("Mul", {x, g.op("Sigmoid", {x})}); }

Value mish(GraphBuilder& g, const Value& x) {
  return g.op("Mul", {x, g.op("Tanh", {g.op("Softplus", {x})})});
}

Value laplace(GraphBuilder& g, const Value& x) {
  constexpr float kScale = 1.0F / (0.282095F * 1.41421356F);
  const Value centred = g.op("Sub", {x, g.number(0.707107F)});
  const Value erf = g.op("Erf", {g.op("Mul", {centred, g.number(kScale)})});
  return g.op("Mul", {g.op("Add", {erf, g.number(1.0F)}), g.number(0.5F)});
}

Value relu_squared(GraphBuilder& g, const Value& x) {
  const Value positive = g.op("Relu", {x});
  return g.op("Mul", {positive, positive});
}

Value relu6(GraphBuilder& g, const Value& x) {
  return g.op("Clip", {x, g.number(0.0F), g.number(6.0F)});
}

Value relu(GraphBuilder& g, const Value& x) { return g.op("Relu", {x}); }
Value leaky_relu(GraphBuilder& g, const Value& x) {
  return g.op("LeakyRelu", {x}, {{"alpha", 0.01F}});
}
Value sigmoid(GraphBuilder& g, const Value& x) { return g.op("Sigmoid", {x}); }
Value tanh(GraphBuilder& g, const Value& x) { return g.op("Tanh", {x}); }
Value linear(GraphBuilder& /*g*/, const Value& x) { return x; }

struct Row {
  std::string_view name;
  Value (*build)(GraphBuilder&, const Value&);
};
constexpr std::array kRows{Row{"gelu", gelu},
                           Row{"gelu_10", gelu_10},
                           Row{"gelu_accurate", gelu_tanh},
                           Row{"gelu_fast", gelu_tanh},
                           Row{"gelu_new", gelu_tanh},
                           Row{"gelu_python", gelu},
                           Row{"gelu_python_tanh", gelu_tanh},
                           Row{"gelu_pytorch_tanh", gelu_tanh},
                           Row{"laplace", laplace},
                           Row{"leaky_relu", leaky_relu},
                           Row{"linear", linear},
                           Row{"mish", mish},
                           Row{"quick_gelu", quick_gelu},
                           Row{"relu", relu},
                           Row{"relu2", relu_squared},
                           Row{"relu6", relu6},
                           Row{"sigmoid", sigmoid},
                           Row{"silu", silu},
                           Row{"swish", silu},
                           Row{"tanh", tanh}};

}  // namespace

Value activate(GraphBuilder& graph, const Value& x, std::string_view name, std::string_view key) {
  std::string known;
  for (const Row& row : kRows) {
    if (row.name == name) return row.build(graph, x);
    known.append(known.empty() ? "" : ", ").append(row.name);
  }
  throw Error(ErrorCode::unsupported, "config.json: " + std::string(key) + "=" +
                                          python_quoted(name) +
                                          " is not supported by the natively built graph "
                                          "(supported: " +
                                          known + ").");
}

}  // namespace penstock::native
