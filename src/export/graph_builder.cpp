// SPDX-License-Identifier: Apache-2.0
#include "export/graph_builder.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <penstock/error.hpp>

namespace penstock::native {
namespace {

static_assert(std::endian::native == std::endian::little, "ONNX keeps its numbers little-endian");

template <typename T>
std::string raw_bytes(std::span<const T> values) {
  std::string raw(values.size_bytes(), '\0');
  if (!raw.empty()) std::memcpy(raw.data(), values.data(), raw.size());
  return raw;
}

// Spellings of LayerNorm's tensors in checkpoints that came from TensorFlow
// (PreTrainedModel._fix_state_dict_key_on_load).
struct Spelling {
  std::string_view now;
  std::string_view before;
};
constexpr std::array kSpellings{Spelling{"LayerNorm.weight", "LayerNorm.gamma"},
                                Spelling{"LayerNorm.bias", "LayerNorm.beta"},
                                Spelling{"layer_norm.weight", "layer_norm.gamma"},
                                Spelling{"layer_norm.bias", "layer_norm.beta"}};

std::string numbered(const char* letter, std::size_t number) {
  std::string name(letter);
  return name.append(std::to_string(number));
}

bool is_float(DType dtype) {
  return dtype == DType::float32 || dtype == DType::float16 || dtype == DType::bfloat16 ||
         dtype == DType::float64;
}

}  // namespace

GraphBuilder::GraphBuilder(const Checkpoint& checkpoint, std::string_view prefix, GraphForm form,
                           DType dtype)
    : checkpoint_(checkpoint),
      prefix_(std::string(prefix).append(".")),
      form_(form),
      dtype_(dtype) {
  model_.opset = form.opset;
}

std::string GraphBuilder::fresh() { return numbered("v", next_++); }

Value GraphBuilder::input(std::string_view name, DType dtype, std::vector<Dimension> shape) {
  model_.inputs.push_back({std::string(name), dtype, std::move(shape)});
  return {std::string(name)};
}

void GraphBuilder::output(const Value& value, std::string_view name, DType dtype,
                          std::vector<Dimension> shape) {
  for (Node& node : model_.nodes) {
    for (std::string& each : node.inputs)
      if (each == value.name) each = name;
    for (std::string& each : node.outputs)
      if (each == value.name) each = name;
  }
  model_.outputs.push_back({std::string(name), dtype, std::move(shape)});
}

std::vector<Value> GraphBuilder::op_of(std::string_view type, const std::vector<Value>& inputs,
                                       std::size_t outputs,
                                       std::initializer_list<Attribute> attributes) {
  Node& node = model_.nodes.emplace_back();
  node.op_type = type;
  for (const Value& input : inputs) node.inputs.push_back(input.name);
  node.attributes = attributes;
  std::vector<Value> values;
  for (std::size_t i = 0; i < outputs; ++i) {
    values.push_back({fresh()});
    node.outputs.push_back(values.back().name);
  }
  return values;
}

Value GraphBuilder::op(std::string_view type, std::initializer_list<Value> inputs,
                       std::initializer_list<Attribute> attributes) {
  return op_of(type, inputs, 1, attributes).front();
}

Value GraphBuilder::contrib_op(std::string_view type, std::initializer_list<Value> inputs,
                               std::initializer_list<Attribute> attributes) {
  Value value = op(type, inputs, attributes);
  model_.nodes.back().domain = "com.microsoft";
  model_.contrib = true;
  return value;
}

Value GraphBuilder::constant(DType dtype, Shape shape, std::string raw) {
  const auto key = std::pair(std::string(to_string(dtype)) + ":" + raw, shape);
  const auto known = constants_.find(key);
  if (known != constants_.end()) return known->second;
  Value value{numbered("c", constants_.size())};
  model_.initializers.push_back({value.name, dtype, std::move(shape), std::move(raw), {}});
  constants_.emplace(key, value);
  return value;
}

Value GraphBuilder::number(float value) {
  return constant(DType::float32, {}, raw_bytes(std::span<const float>(&value, 1)));
}

Value GraphBuilder::numbers(const std::vector<float>& values) {
  return constant(DType::float32, {static_cast<std::int64_t>(values.size())},
                  raw_bytes(std::span<const float>(values)));
}

Value GraphBuilder::integer(std::int64_t value) {
  return constant(DType::int64, {}, raw_bytes(std::span<const std::int64_t>(&value, 1)));
}

Value GraphBuilder::integers(std::vector<std::int64_t> values) {
  return constant(DType::int64, {static_cast<std::int64_t>(values.size())},
                  raw_bytes(std::span<const std::int64_t>(values)));
}

GraphBuilder::Found GraphBuilder::find(const std::string& name) const {
  const TensorTable& table = checkpoint_.tensors();
  const auto either = [&](const std::string& spelled) {
    const auto found = table.find(spelled);
    return found != table.end() ? found : table.find(prefix_ + spelled);
  };
  if (const auto found = either(name); found != table.end()) return found;
  for (const Spelling& spelling : kSpellings) {
    if (!name.ends_with(spelling.now)) continue;
    std::string before = name.substr(0, name.size() - spelling.now.size());
    return either(before.append(spelling.before));
  }
  return table.end();
}

GraphBuilder::Found GraphBuilder::expect(const std::string& name) const {
  const auto found = find(name);
  if (found != checkpoint_.tensors().end()) return found;
  throw Error(ErrorCode::io, checkpoint_.path().string() + " holds no tensor '" + name +
                                 "', which this model needs for this task (" +
                                 std::to_string(checkpoint_.tensors().size()) +
                                 " tensors are there): it may be a checkpoint for another task.");
}

bool GraphBuilder::has(const std::string& name) const {
  return find(name) != checkpoint_.tensors().end();
}

const Shape& GraphBuilder::shape_of(const std::string& name) const {
  return expect(name)->second.shape;
}

DType GraphBuilder::declared(const StoredTensor& tensor) const {
  return dtype_ == DType::undefined ? tensor.dtype : dtype_;
}

Value GraphBuilder::table(const std::string& name, const Shape& shape) {
  const auto found = expect(name);
  const StoredTensor& tensor = found->second;
  if (tensor.shape != shape)
    throw Error(ErrorCode::io, checkpoint_.path().string() + ": tensor '" + found->first +
                                   "' has the shape " + penstock::to_string(tensor.shape) +
                                   ", config.json asks for " + penstock::to_string(shape) +
                                   ". They belong to different models.");
  if (!is_float(tensor.dtype))
    throw Error(ErrorCode::unsupported, checkpoint_.path().string() + ": tensor '" + found->first +
                                            "' has the dtype " + tensor.dtype_name +
                                            "; F32, F16, BF16 and F64 are supported.");
  if (stored_.insert(found->first).second) {
    model_.initializers.push_back(
        {found->first,
         declared(tensor),
         tensor.shape,
         {},
         ExternalData{checkpoint_.locations()[tensor.file], tensor.offset, tensor.size}});
  }
  return {found->first};
}

Value GraphBuilder::as_float(const Value& value, const std::string& of_tensor) {
  if (declared(expect(of_tensor)->second) == DType::float32) return value;
  return op("Cast", {value}, {{"to", kOnnxFloat}});
}

Value GraphBuilder::weight(const std::string& name, const Shape& shape) {
  const Value stored = table(name, shape);
  const auto known = floats_.find(stored.name);
  if (known != floats_.end()) return known->second;
  const Value value = as_float(stored, name);
  floats_.emplace(stored.name, value);
  return value;
}

Value GraphBuilder::transposed(const Value& matrix) {
  const auto known = transposed_.find(matrix.name);
  if (known != transposed_.end()) return known->second;
  Value value = op("Transpose", {matrix}, {{"perm", std::vector<std::int64_t>{1, 0}}});
  transposed_.emplace(matrix.name, value);
  return value;
}

OnnxModel GraphBuilder::finish() { return std::move(model_); }

}  // namespace penstock::native
