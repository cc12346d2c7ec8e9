// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <penstock/tensor.hpp>
#include <string>
#include <variant>
#include <vector>

// An ONNX model as plain data, as far as natively built graphs need the format.

namespace penstock::native {

struct Attribute {
  std::string name;
  std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>> value;
};

struct Node {
  std::string op_type;
  std::string domain;  // empty: ONNX's own
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<Attribute> attributes;
};

// Bytes of a file that the graph points into.
struct ExternalData {
  std::string location;  // relative to the folder that the runtime is told
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct Initializer {
  std::string name;
  DType dtype = DType::float32;
  Shape shape;
  std::string raw;                       // little-endian elements, unless external
  std::optional<ExternalData> external;  // else
};

using Dimension = std::variant<std::int64_t, std::string>;  // a string names a dynamic one

struct GraphPortInfo {
  std::string name;
  DType dtype = DType::float32;
  std::vector<Dimension> shape;
};

struct OnnxModel {
  int opset = 17;
  bool contrib = false;  // uses com.microsoft
  std::vector<GraphPortInfo> inputs;
  std::vector<GraphPortInfo> outputs;
  std::vector<Initializer> initializers;
  std::vector<Node> nodes;
};

}  // namespace penstock::native
