// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/template.hpp"

#include <limits>
#include <penstock/error.hpp>

#include "core/utf8.hpp"
#include "generation/jinja/nodes.hpp"
#include "generation/jinja/token.hpp"

namespace penstock::jinja {
namespace {

constexpr std::size_t kMaxSource = std::size_t{1024} * 1024;
constexpr int kMaxVariableDepth = 200;  // arrays and objects of a variable inside one another

std::string place(Position at) {
  return "line " + std::to_string(at.line) + ", column " + std::to_string(at.column);
}

[[noreturn]] void throw_fault(const Fault& fault, Position at) {
  if (fault.type() == FaultType::raised) throw Error(ErrorCode::invalid_argument, fault.message());
  const ErrorCode code = fault.type() == FaultType::unsupported || fault.type() == FaultType::limit
                             ? ErrorCode::unsupported
                             : ErrorCode::invalid_argument;
  throw Error(code, fault.message() + " (chat template, " + place(at) + ")");
}

Value from_json(State& state, const Json& json, int depth);

Value from_array(State& state, const Json& json, int depth) {
  List* made = state.arena.make<List>();
  made->items = state.arena.array<Value>(json.size());
  made->capacity = json.size();
  for (const Json& item : json) made->items[made->size++] = from_json(state, item, depth + 1);
  return Value::of_list(made);
}

Value from_object(State& state, const Json& json, int depth) {
  Dict* made = state.arena.make<Dict>();
  for (const auto& [key, value] : json.items()) {
    made->set(state.arena, state.borrow(key), from_json(state, value, depth + 1));
  }
  return Value::of(made);
}

Value from_string(State& state, const std::string& text) {
  if (utf8::is_valid(text)) return state.borrow(text);
  throw_value("a variable of the chat template is not valid UTF-8");
}

Value from_json(State& state, const Json& json, int depth) {
  if (depth > kMaxVariableDepth) throw_limit("depth");
  switch (json.type()) {
    case Json::value_t::boolean: return Value::of(json.get<bool>());
    case Json::value_t::number_integer: return Value::of(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        throw Fault(FaultType::overflow, "an integer of a variable passes 64 bits");
      }
      return Value::of(static_cast<std::int64_t>(number));
    }
    case Json::value_t::number_float: return Value::of(json.get<double>());
    case Json::value_t::string: return from_string(state, json.get_ref<const std::string&>());
    case Json::value_t::array: return from_array(state, json, depth);
    case Json::value_t::object: return from_object(state, json, depth);
    default: return Value::none();
  }
}

}  // namespace

Template::Template(std::string_view source) : tree_(std::make_unique<Tree>()) {
  if (source.size() > kMaxSource) {
    throw Error(ErrorCode::invalid_argument,
                "The chat template has " + std::to_string(source.size()) + " bytes; at most " +
                    std::to_string(kMaxSource) + " are read.");
  }
  if (!utf8::is_valid(source)) {
    throw Error(ErrorCode::invalid_argument, "The chat template is not valid UTF-8.");
  }
  try {
    parse(source, *tree_);
    resolve_names(*tree_);
  } catch (const SyntaxFault& fault) {
    throw Error(ErrorCode::invalid_argument,
                fault.message() + " (chat template, " + place(fault.at()) + ")");
  } catch (const Fault& fault) {
    throw_fault(fault, {});
  }
}

Template::~Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;

Rendering Template::render(const Variables& variables, const Clock& clock,
                           const Limits& limits) const {
  State state(limits, clock);
  state.mark_stack();
  try {
    for (const auto& [name, json] : variables) {
      state.variables.emplace_back(name,
                                   json == nullptr ? Value::none() : from_json(state, *json, 0));
    }
    Env env{state.arena.array<Value>(tree_->root->slots.size()), nullptr};
    tree_->scope.enter(state, env);
    (void)run_all(tree_->body, state, env);
  } catch (const Fault& fault) {
    throw_fault(fault, state.at);
  }
  return {std::move(state.output()), state.spans()};
}

}  // namespace penstock::jinja
