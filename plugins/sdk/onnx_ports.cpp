// SPDX-License-Identifier: Apache-2.0
#include "sdk/onnx_ports.hpp"

#include <string_view>

#include "sdk/onnx_structure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::sdk {
namespace {

using Field = ProtobufReader::Field;

void add_name(std::string_view value_info, std::vector<std::string>& names) {
  each_field(value_info, [&](const Field& field) {
    if (field.number == kValueName) names.emplace_back(field.bytes);
  });
}

}  // namespace

OnnxPorts declared_ports(std::span<const char> model) {
  OnnxPorts ports;
  each_field({model.data(), model.size()}, [&](const Field& field) {
    if (field.number != kModelGraph) return;
    each_field(field.bytes, [&](const Field& inner) {
      if (inner.number == kGraphInput) add_name(inner.bytes, ports.inputs);
      if (inner.number == kGraphOutput) add_name(inner.bytes, ports.outputs);
    });
  });
  return ports;
}

}  // namespace penstock::sdk
