// SPDX-License-Identifier: Apache-2.0
#include "export/onnx_writer.hpp"

#include <bit>
#include <limits>
#include <penstock/error.hpp>
#include <penstock/version.hpp>
#include <string_view>

namespace penstock::native {
namespace {

// Field numbers of onnx.proto.
namespace field {
enum Model { ir_version = 1, producer_name = 2, producer_version = 3, graph = 7, opset = 8 };
enum Opset { opset_domain = 1, opset_number = 2 };
enum Graph { node = 1, graph_name = 2, initializer = 5, input = 11, output = 12 };
enum NodeField { node_input = 1, node_output = 2, node_name = 3, op_type = 4, attribute = 5 };
enum NodeDomain { domain = 7 };
enum AttributeField { attribute_name = 1, f = 2, i = 3, s = 4, ints = 8, type = 20 };
enum TensorField { dims = 1, data_type = 2, tensor_name = 8, raw_data = 9 };
enum TensorPlace { external_data = 13, data_location = 14 };
enum Entry { key = 1, value = 2 };
enum Port { port_name = 1, port_type = 2, tensor_type = 1, elem_type = 1, shape = 2, dim = 1 };
enum Dim { dim_value = 1, dim_param = 2 };
}  // namespace field

constexpr std::uint64_t kExternal = 1;  // TensorProto.DataLocation
constexpr std::size_t kLimit = std::numeric_limits<std::int32_t>::max();

enum class AttributeType : std::uint64_t { number = 1, integer = 2, text = 3, integers = 7 };

class Message {
 public:
  void number(int field_number, std::uint64_t value) {
    varint(static_cast<std::uint64_t>(field_number) << 3U);
    varint(value);
  }
  void integer(int field_number, std::int64_t value) {
    number(field_number, static_cast<std::uint64_t>(value));
  }
  void fixed32(int field_number, float value) {
    varint((static_cast<std::uint64_t>(field_number) << 3U) | 5U);
    auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i, bits >>= 8U) bytes_.push_back(static_cast<char>(bits & 0xFFU));
  }
  void bytes(int field_number, std::string_view value) {
    varint((static_cast<std::uint64_t>(field_number) << 3U) | 2U);
    varint(value.size());
    bytes_.append(value);
  }
  void message(int field_number, const Message& inner) { bytes(field_number, inner.bytes_); }
  [[nodiscard]] std::string take() { return std::move(bytes_); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U)
      bytes_.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
    bytes_.push_back(static_cast<char>(value));
  }
  std::string bytes_;
};

// onnx.TensorProto.DataType
std::uint64_t onnx_type(DType dtype) {
  switch (dtype) {
    case DType::float32: return 1;
    case DType::uint8: return 2;
    case DType::int8: return 3;
    case DType::uint16: return 4;
    case DType::int16: return 5;
    case DType::int32: return 6;
    case DType::int64: return 7;
    case DType::string: return 8;
    case DType::boolean: return 9;
    case DType::float16: return 10;
    case DType::float64: return 11;
    case DType::uint32: return 12;
    case DType::uint64: return 13;
    case DType::bfloat16: return 16;
    case DType::undefined: break;
  }
  return 0;
}

struct AttributeValue {
  Message& to;
  void operator()(std::int64_t value) const {
    to.integer(field::i, value);
    type(AttributeType::integer);
  }
  void operator()(float value) const {
    to.fixed32(field::f, value);
    type(AttributeType::number);
  }
  void operator()(const std::string& value) const {
    to.bytes(field::s, value);
    type(AttributeType::text);
  }
  void operator()(const std::vector<std::int64_t>& values) const {
    for (const std::int64_t value : values) to.integer(field::ints, value);
    type(AttributeType::integers);
  }
  void type(AttributeType type) const { to.number(field::type, static_cast<std::uint64_t>(type)); }
};

Message to_message(const Node& node, std::size_t index) {
  Message message;
  for (const std::string& input : node.inputs) message.bytes(field::node_input, input);
  for (const std::string& output : node.outputs) message.bytes(field::node_output, output);
  message.bytes(field::node_name, node.op_type + "_" + std::to_string(index));
  message.bytes(field::op_type, node.op_type);
  for (const Attribute& attribute : node.attributes) {
    Message inner;
    inner.bytes(field::attribute_name, attribute.name);
    std::visit(AttributeValue{inner}, attribute.value);
    message.message(field::attribute, inner);
  }
  if (!node.domain.empty()) message.bytes(field::domain, node.domain);
  return message;
}

void add_entry(Message& to, std::string_view key, std::string_view value) {
  Message entry;
  entry.bytes(field::key, key);
  entry.bytes(field::value, value);
  to.message(field::external_data, entry);
}

Message to_message(const Initializer& tensor) {
  Message message;
  for (const std::int64_t size : tensor.shape) message.integer(field::dims, size);
  message.number(field::data_type, onnx_type(tensor.dtype));
  message.bytes(field::tensor_name, tensor.name);
  if (!tensor.external) {
    message.bytes(field::raw_data, tensor.raw);
    return message;
  }
  add_entry(message, "location", tensor.external->location);
  add_entry(message, "offset", std::to_string(tensor.external->offset));
  add_entry(message, "length", std::to_string(tensor.external->length));
  message.number(field::data_location, kExternal);
  return message;
}

Message to_message(const GraphPortInfo& port) {
  Message shape;
  for (const Dimension& dimension : port.shape) {
    Message inner;
    if (const auto* size = std::get_if<std::int64_t>(&dimension))
      inner.integer(field::dim_value, *size);
    else
      inner.bytes(field::dim_param, std::get<std::string>(dimension));
    shape.message(field::dim, inner);
  }
  Message tensor;
  tensor.number(field::elem_type, onnx_type(port.dtype));
  tensor.message(field::shape, shape);
  Message type;
  type.message(field::tensor_type, tensor);
  Message message;
  message.bytes(field::port_name, port.name);
  message.message(field::port_type, type);
  return message;
}

Message opset(std::string_view domain, int version) {
  Message message;
  if (!domain.empty()) message.bytes(field::opset_domain, domain);
  message.integer(field::opset_number, version);
  return message;
}

// The format version that came with an operator set; readers refuse newer ones than they know.
int ir_version_of(int opset_version) { return opset_version >= 23 ? 11 : 8; }

}  // namespace

std::string serialize(const OnnxModel& model) {
  Message graph;
  for (std::size_t i = 0; i < model.nodes.size(); ++i)
    graph.message(field::node, to_message(model.nodes[i], i));
  graph.bytes(field::graph_name, "penstock");
  for (const Initializer& tensor : model.initializers) {
    if (graph.size() + tensor.raw.size() > kLimit)
      throw Error(ErrorCode::unsupported,
                  "The graph with its weights inside is larger than the 2 GiB that an ONNX file "
                  "may have; leave the weights in a file of their own.");
    graph.message(field::initializer, to_message(tensor));
  }
  for (const GraphPortInfo& port : model.inputs) graph.message(field::input, to_message(port));
  for (const GraphPortInfo& port : model.outputs) graph.message(field::output, to_message(port));
  Message message;
  message.integer(field::ir_version, ir_version_of(model.opset));
  message.bytes(field::producer_name, "penstock");
  message.bytes(field::producer_version, PENSTOCK_VERSION);
  message.message(field::graph, graph);
  message.message(field::opset, opset("", model.opset));
  if (model.contrib) message.message(field::opset, opset("com.microsoft", 1));
  return message.take();
}

}  // namespace penstock::native
