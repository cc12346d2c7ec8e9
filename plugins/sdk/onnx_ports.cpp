// SPDX-License-Identifier: Apache-2.0
#include "sdk/onnx_ports.hpp"

#include <string_view>

#include "sdk/onnx_structure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::sdk {
namespace {

using Field = ProtobufReader::Field;

// Field numbers of onnx.proto.
constexpr std::uint32_t kGraphInput = 11, kGraphOutput = 12, kValueName = 1;

template <typename Visit>
void each(std::string_view message, Visit&& visit) {
  ProtobufReader reader(message);
  Field field;
  while (reader.next(field)) visit(field);
}

void add_name(std::string_view value_info, std::vector<std::string>& names) {
  each(value_info, [&](const Field& field) {
    if (field.number == kValueName) names.emplace_back(field.bytes);
  });
}

}  // namespace

OnnxPorts declared_ports(std::span<const char> model) {
  OnnxPorts ports;
  each({model.data(), model.size()}, [&](const Field& field) {
    if (field.number != kModelGraph) return;
    each(field.bytes, [&](const Field& inner) {
      if (inner.number == kGraphInput) add_name(inner.bytes, ports.inputs);
      if (inner.number == kGraphOutput) add_name(inner.bytes, ports.outputs);
    });
  });
  return ports;
}

}  // namespace penstock::sdk
