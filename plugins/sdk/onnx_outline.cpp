// SPDX-License-Identifier: Apache-2.0
#include "sdk/onnx_outline.hpp"

#include <algorithm>
#include <utility>

#include "sdk/onnx_structure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::sdk {
namespace {

using Field = ProtobufReader::Field;
using Dims = std::vector<std::int64_t>;

// Field numbers of onnx.proto.
constexpr std::uint32_t kGraphNode = 1, kGraphInitializer = 5;
constexpr std::uint32_t kNodeInput = 1, kNodeOutput = 2, kNodeType = 4, kNodeAttribute = 5,
                        kNodeDomain = 7;
constexpr std::uint32_t kAttributeName = 1, kAttributeTensor = 5, kAttributeGraph = 6,
                        kAttributeGraphs = 11;
constexpr std::uint32_t kTensorDims = 1, kTensorName = 8;
constexpr std::uint32_t kValueType = 2, kTypeTensor = 1, kTensorShape = 2, kShapeDim = 1,
                        kDimValue = 1;
constexpr std::uint32_t kOperatorSetDomain = 1, kOperatorSetVersion = 2;

// The last field of this number that holds bytes.
std::string_view part(std::string_view message, std::uint32_t number) {
  std::string_view found;
  each_field(message, [&](const Field& field) {
    if (field.number == number && field.is_bytes) found = field.bytes;
  });
  return found;
}

// Both spellings of repeated numbers: packed and one by one.
Dims dims_of(std::string_view tensor) {
  Dims dims;
  each_field(tensor, [&](const Field& field) {
    if (field.number != kTensorDims) return;
    if (!field.is_bytes) return dims.push_back(static_cast<std::int64_t>(field.value));
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char each_byte : field.bytes) {
      const auto byte = static_cast<unsigned char>(each_byte);
      if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      shift += 7;
      if ((byte & 0x80U) != 0) continue;
      dims.push_back(static_cast<std::int64_t>(value));
      value = 0;
      shift = 0;
    }
  });
  return dims;
}

OnnxOutput output_of(std::string_view value_info) {
  OnnxOutput output{part(value_info, kValueName), {}};
  const std::string_view tensor = part(part(value_info, kValueType), kTypeTensor);
  each_field(part(tensor, kTensorShape), [&](const Field& dim) {
    if (dim.number != kShapeDim) return;
    std::int64_t size = -1;
    each_field(dim.bytes, [&](const Field& field) {
      if (field.number == kDimValue && !field.is_bytes)
        size = static_cast<std::int64_t>(field.value);
    });
    output.shape.push_back(size);
  });
  return output;
}

class Reader {
 public:
  explicit Reader(OnnxOutline& outline) : outline_(outline) {}

  void graph(std::string_view bytes, bool inner) {
    each_field(bytes, [&](const Field& field) {
      if (!field.is_bytes) return;
      switch (field.number) {
        case kGraphNode: return add(node(field.bytes), inner);
        case kGraphInput: outline_.names.insert(part(field.bytes, kValueName)); return;
        case kGraphOutput: return output(field.bytes, inner);
        case kGraphInitializer: return initializer(field.bytes, inner);
        default: return;
      }
    });
  }

 private:
  OnnxNode node(std::string_view bytes) {
    OnnxNode node;
    each_field(bytes, [&](const Field& field) {
      if (field.number == kNodeInput) node.inputs.push_back(field.bytes);
      if (field.number == kNodeOutput) node.outputs.push_back(field.bytes);
      if (field.number == kNodeType) node.type = field.bytes;
      if (field.number == kNodeDomain) node.domain = field.bytes;
      if (field.number == kNodeAttribute) attribute(field.bytes, node);
    });
    return node;
  }

  void attribute(std::string_view bytes, OnnxNode& node) {
    const std::string_view name = part(bytes, kAttributeName);
    if (name == "value_float" || name == "value_int") node.constant.emplace();
    each_field(bytes, [&](const Field& field) {
      if (!field.is_bytes) return;
      if (field.number == kAttributeTensor && name == "value") node.constant = dims_of(field.bytes);
      if (field.number == kAttributeGraph || field.number == kAttributeGraphs)
        graph(field.bytes, true);
    });
  }

  void add(OnnxNode node, bool inner) {
    for (const std::string_view name : node.inputs) ++outline_.uses[name];
    for (const std::string_view name : node.outputs) outline_.names.insert(name);
    if (inner) return;
    for (const std::string_view name : node.outputs)
      outline_.producers.emplace(name, outline_.nodes.size());
    outline_.nodes.push_back(std::move(node));
  }

  // An output of an inner graph may be a value of an outer one.
  void output(std::string_view value_info, bool inner) {
    OnnxOutput found = output_of(value_info);
    ++outline_.uses[found.name];
    if (!inner) outline_.outputs.push_back(std::move(found));
  }

  void initializer(std::string_view tensor, bool inner) {
    const std::string_view name = part(tensor, kTensorName);
    outline_.names.insert(name);
    if (!inner) outline_.initializers.emplace(name, dims_of(tensor));
  }

  OnnxOutline& outline_;
};

}  // namespace

std::optional<OnnxOutline> OnnxOutline::of(std::span<const char> model) {
  OnnxOutline outline;
  std::size_t graphs = 0;
  each_field({model.data(), model.size()}, [&](const Field& field) {
    if (!field.is_bytes) return;
    if (field.number == kModelOperatorSet && part(field.bytes, kOperatorSetDomain).empty())
      each_field(field.bytes, [&](const Field& entry) {
        if (entry.number == kOperatorSetVersion && !entry.is_bytes)
          outline.operator_set = static_cast<std::int64_t>(entry.value);
      });
    if (field.number == kModelGraph && ++graphs == 1) Reader(outline).graph(field.bytes, false);
  });
  if (graphs != 1) return std::nullopt;
  return outline;
}

const OnnxNode* OnnxOutline::producer(std::string_view value) const {
  const auto found = producers.find(value);
  return found == producers.end() ? nullptr : &nodes[found->second];
}

}  // namespace penstock::sdk
