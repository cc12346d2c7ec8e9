// SPDX-License-Identifier: Apache-2.0
#include "models/torch_activation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <penstock/error.hpp>
#include <string>
#include <utility>

namespace penstock {
namespace {

float identity(float x) { return x; }
float tanh(float x) { return std::tanh(x); }
float relu(float x) { return std::max(x, 0.0F); }
float gelu(float x) { return 0.5F * x * (1 + std::erf(x / std::numbers::sqrt2_v<float>)); }
float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }
float silu(float x) { return x / (1 + std::exp(-x)); }

constexpr std::array<std::pair<std::string_view, TorchActivation>, 6> kActivations = {
    {{"Identity", identity},
     {"Tanh", tanh},
     {"ReLU", relu},
     {"GELU", gelu},
     {"Sigmoid", sigmoid},
     {"SiLU", silu}}};

}  // namespace

TorchActivation torch_activation(std::string_view path, std::string_view where) {
  const std::string_view name = path.substr(path.rfind('.') + 1);  // npos + 1 is 0: all of it
  std::string known;
  for (const auto& [own, function] : kActivations) {
    if (own == name) return function;
    known += (known.empty() ? "" : ", ") + std::string(own);
  }
  throw Error(ErrorCode::unsupported, std::string(where) + " names the activation function \"" +
                                          std::string(path) + "\"; known ones are " + known + ".");
}

}  // namespace penstock
