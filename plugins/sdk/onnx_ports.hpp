// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

namespace penstock::sdk {

struct OnnxPorts {
  std::vector<std::string> inputs;  // initializers of old graphs included
  std::vector<std::string> outputs;
};

// The names that a well-formed ONNX model declares, in its order.
[[nodiscard]] OnnxPorts declared_ports(std::span<const char> model);

}  // namespace penstock::sdk
