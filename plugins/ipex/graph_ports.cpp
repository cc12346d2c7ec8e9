// SPDX-License-Identifier: Apache-2.0
#include "ipex/graph_ports.hpp"

#include <ATen/core/Dict.h>
#include <ATen/core/jit_type.h>

#include <optional>

#include "ipex/sample_inputs.hpp"
#include "sdk/failure.hpp"

namespace penstock::ipex {
namespace {

using sdk::Failure;
using Names = std::vector<std::string>;

constexpr const char* kPast = "past_key_values";

// The names of a memory of N layers with `members` tensors each.
std::string past_name(const std::string& stem, std::size_t layer, std::size_t member,
                      std::size_t members) {
  static constexpr const char* kPair[] = {"key", "value"};
  const std::string name = stem + "." + std::to_string(layer) + ".";
  return members == 2 ? name + kPair[member] : name + std::to_string(member);
}

std::string port_name(const torch::jit::Value& value) {
  const std::string name = value.debugName();
  return name.substr(0, name.find('.'));
}

InputTree input_tree(const c10::TypePtr& type, const std::string& name, const std::string& origin) {
  InputTree tree;
  if (const auto optional = type->cast<c10::OptionalType>())
    return input_tree(optional->getElementType(), name, origin);
  if (const auto tuple = type->cast<c10::TupleType>()) {
    for (const c10::TypePtr& member : tuple->elements())
      tree.members.push_back(input_tree(member, name, origin));
    return tree;
  }
  if (type->kind() == c10::TypeKind::TensorType) return tree;
  throw Failure(PENSTOCK_UNSUPPORTED, origin + ": input '" + name + "' is a " + type->str() +
                                          "; tensors and tuples of them are taken");
}

void name_inputs(const InputTree& tree, const std::string& name, Names& names) {
  if (tree.members.empty()) return names.push_back(name);
  for (std::size_t i = 0; i < tree.members.size(); ++i) {
    const auto& inner = tree.members[i].members;
    if (inner.empty()) names.push_back(name + "." + std::to_string(i));
    for (std::size_t k = 0; k < inner.size(); ++k)
      name_inputs(inner[k], past_name(name, i, k, inner.size()), names);
  }
}

// The keys of a dict, where the graph states them.
std::vector<std::string> dict_keys(const torch::jit::Value& value, const std::string& origin) {
  const torch::jit::Node& node = *value.node();
  std::vector<std::string> keys;
  if (node.kind() == c10::prim::DictConstruct) {
    for (std::size_t i = 0; i < node.inputs().size(); i += 2) {
      const auto key = torch::jit::toIValue(node.input(i));
      if (key && key->isString()) keys.push_back(key->toStringRef());
    }
    if (2 * keys.size() == node.inputs().size()) return keys;
  }
  throw Failure(PENSTOCK_UNSUPPORTED,
                origin + " returns a dict whose keys cannot be told from its graph");
}

// A tensor, or a tuple inside an output: a memory where it is a tuple of tuples.
void name_type(const c10::TypePtr& type, const std::string& name, Names& names) {
  const auto tuple = type->cast<c10::TupleType>();
  if (!tuple) return names.push_back(name);
  for (std::size_t i = 0; i < tuple->elements().size(); ++i) {
    const auto inner = tuple->elements()[i]->cast<c10::TupleType>();
    if (!inner) name_type(tuple->elements()[i], name + "." + std::to_string(i), names);
    for (std::size_t k = 0; inner && k < inner->elements().size(); ++k)
      name_type(inner->elements()[k], past_name("present", i, k, inner->elements().size()), names);
  }
}

// The members of the returned tuple by `given` names, as far as there are any.
void name_members(const c10::TupleType& tuple, const Names& given, Names& names) {
  for (std::size_t i = 0; i < tuple.elements().size(); ++i) {
    std::string name = "output_" + std::to_string(i);
    if (i < given.size()) name = given[i];
    if (tuple.schema()) name = tuple.schema()->arguments()[i].name();
    name_type(tuple.elements()[i], name, names);
  }
}

Names output_names(const torch::jit::Value& value, const Names& given, const std::string& origin) {
  Names names;
  if (const auto tuple = value.type()->cast<c10::TupleType>()) {
    name_members(*tuple, given, names);
  } else if (value.type()->kind() == c10::TypeKind::DictType) {
    const Names keys = dict_keys(value, origin);
    for (std::size_t i = 0; i < keys.size(); ++i)
      name_type(value.node()->input(2 * i + 1)->type(), keys[i], names);
  } else if (value.type()->kind() == c10::TypeKind::TensorType) {
    names.push_back(given.empty() ? "output" : given.front());
  } else {
    throw Failure(PENSTOCK_UNSUPPORTED, origin + " returns a " + value.type()->str() +
                                            "; a tensor, a tuple or a dict of them can be read");
  }
  return names;
}

void add(sdk::Ports& to, const std::string& name, const NotedPort* noted, PenstockDType dtype) {
  if (noted == nullptr && name.starts_with(kPast))
    return to.add(name, dtype, {-1, -1, -1, -1});  // rows, heads, tokens, numbers of a head
  if (noted == nullptr) return to.add_of_unknown_rank(name, dtype);
  if (!noted->shape) return to.add_of_unknown_rank(noted->name, noted->dtype);
  to.add(noted->name, noted->dtype, *noted->shape);
}

const NotedPort* noted(const std::vector<NotedPort>& ports, std::size_t i) {
  return ports.empty() ? nullptr : &ports[i];
}

void check_count(const std::vector<NotedPort>& ports, std::size_t count, const char* kind,
                 const std::string& origin) {
  if (ports.empty() || ports.size() == count) return;
  throw Failure(PENSTOCK_IO, origin + ": " + kNoteName + " in it names " +
                                 std::to_string(ports.size()) + " " + kind + ", the graph has " +
                                 std::to_string(count));
}

}  // namespace

GraphPorts describe_ports(const LoadedGraph& loaded, const SessionSettings& settings,
                          const std::string& origin) {
  GraphPorts ports;
  Names names;
  for (std::size_t i = 1; i < loaded.graph->inputs().size(); ++i) {  // 0: the module
    const torch::jit::Value& input = *loaded.graph->inputs()[i];
    ports.input_trees.push_back(input_tree(input.type(), port_name(input), origin));
    name_inputs(ports.input_trees.back(), port_name(input), names);
  }
  const ArchiveNote note = loaded.note.value_or(ArchiveNote{});
  check_count(note.inputs, names.size(), "inputs", origin);
  for (std::size_t i = 0; i < names.size(); ++i)
    add(ports.inputs, names[i], noted(note.inputs, i),
        names[i].starts_with(kPast) ? PENSTOCK_FLOAT32 : usual_dtype(names[i]));
  if (loaded.graph->outputs().size() != 1)
    throw Failure(PENSTOCK_UNSUPPORTED, origin + " does not return one value");
  names = output_names(*loaded.graph->outputs()[0], settings.output_names, origin);
  check_count(note.outputs, names.size(), "outputs", origin);
  for (std::size_t i = 0; i < names.size(); ++i)
    add(ports.outputs, names[i], noted(note.outputs, i), PENSTOCK_FLOAT32);
  return ports;
}

void flatten(const c10::IValue& value, std::vector<at::Tensor>& tensors) {
  if (value.isTensor()) return tensors.push_back(value.toTensor());
  if (value.isTuple()) {
    for (const c10::IValue& member : value.toTupleRef().elements()) flatten(member, tensors);
  } else if (value.isTensorList()) {
    for (const at::Tensor& member : value.toTensorVector()) tensors.push_back(member);
  } else if (value.isGenericDict()) {
    for (const auto& member : value.toGenericDict()) flatten(member.value(), tensors);
  } else {
    throw Failure(PENSTOCK_BACKEND_FAILED,
                  "the graph returned a " + value.tagKind() + " among its outputs");
  }
}

}  // namespace penstock::ipex
