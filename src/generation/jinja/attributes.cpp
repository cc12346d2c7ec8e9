// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/attributes.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/slicing.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

// A method that was looked up and not called yet.
class BoundMethod final : public Object {
 public:
  BoundMethod(const Value& self, const Method& method) noexcept : self_(self), method_(method) {}
  [[nodiscard]] std::string_view type_name() const noexcept override {
    return "builtin_function_or_method";
  }
  [[nodiscard]] bool callable() const noexcept override { return true; }
  Value call(State& state, Args& args) override { return method_.call(state, self_, args); }
  std::string repr(State&) override {
    return "<built-in method " + std::string(method_.name) + " of " + bare_type_name(self_) +
           " object>";
  }

 private:
  Value self_;
  const Method& method_;
};

const Method* find(std::span<const Method> methods, std::string_view name) noexcept {
  const auto found = std::find_if(methods.begin(), methods.end(),
                                  [name](const Method& method) { return method.name == name; });
  return found == methods.end() ? nullptr : &*found;
}

// Attributes every Python object has; the sandbox refuses them all.
bool is_dunder(std::string_view name) noexcept {
  static constexpr std::string_view kKnown[] = {
      "__class__",        "__dict__",    "__doc__",       "__init__",         "__init_subclass__",
      "__new__",          "__reduce__",  "__reduce_ex__", "__repr__",         "__str__",
      "__getattribute__", "__setattr__", "__delattr__",   "__subclasshook__", "__sizeof__",
      "__format__",       "__dir__",     "__eq__",        "__ne__",           "__lt__",
      "__le__",           "__gt__",      "__ge__",        "__hash__"};
  return std::find(std::begin(kKnown), std::end(kKnown), name) != std::end(kKnown);
}

Value number_attribute(const Value& value, std::string_view name) {
  if (!is_number(value)) return {};
  if (name == "real") {
    return value.is(Kind::boolean) ? Value::of(std::int64_t{value.boolean ? 1 : 0}) : value;
  }
  if (name == "imag") {
    return value.is(Kind::floating) ? Value::of(0.0) : Value::of(std::int64_t{0});
  }
  return {};
}

// getattr(object, name), missing if there is none.
Value attribute_of(State& state, const Value& object, const Str& name, const Methods& methods) {
  if (object.is(Kind::undefined)) throw_undefined(state, object);
  if (const Method* method = methods.of(object)) {
    if (method->call == nullptr) return refused(state, object, name.view());
    return Value::of(static_cast<Object*>(state.arena.make<BoundMethod>(object, *method)));
  }
  const std::string_view text = name.view();
  if (object.is(Kind::object)) {
    const Value value = object.object->attribute(state, text);
    if (value.given()) return value;
  }
  if (object.is(Kind::tuple) && object.list->group) {
    if (text == "grouper") return object.list->items[0];
    if (text == "list") return object.list->items[1];
  }
  if (text.starts_with("__") && is_dunder(text)) return refused(state, object, text);
  return number_attribute(object, text);
}

Value index_list(const List& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.size);
  const std::int64_t at = index < 0 ? index + size : index;
  return at < 0 || at >= size ? Value{} : list.items[static_cast<std::size_t>(at)];
}

Value index_string(State& state, const Str& text, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(text.length);
  const std::int64_t at = index < 0 ? index + size : index;
  if (at < 0 || at >= size) return {};
  const auto place = static_cast<std::size_t>(at);
  return state.borrow(substring(text, place, place + 1), 1, text.markup);
}

// object[key], missing where Python raises TypeError or LookupError.
Value item_of(State& state, const Value& object, const Value& key) {
  switch (object.kind) {
    case Kind::dict: {
      if (key.is_string()) return object.dict->find(key.text());
      const bool unhashable = key.is(Kind::list) || key.is(Kind::dict);
      return unhashable ? Value{} : object.dict->find(key);
    }
    case Kind::list:
    case Kind::tuple: {
      const auto index = as_index(key);
      return index ? index_list(*object.list, *index) : Value{};
    }
    case Kind::string: {
      const auto index = as_index(key);
      return index ? index_string(state, *object.string, *index) : Value{};
    }
    case Kind::object: return object.object->item(state, key);
    case Kind::undefined: throw_undefined(state, object);
    default: return {};
  }
}

}  // namespace

const Method* Methods::of(const Value& value) const noexcept {
  switch (value.kind) {
    case Kind::string: return str;
    case Kind::list: return list;
    case Kind::tuple: return tuple;
    case Kind::dict: return dict;
    default: return nullptr;
  }
}

Methods find_methods(std::string_view name) noexcept {
  Methods out;
  out.str = find(str_methods(), name);
  out.list = find(list_methods(), name);
  out.tuple = name == "count" || name == "index" ? out.list : nullptr;
  out.dict = find(dict_methods(), name);
  return out;
}

Value refused(State& state, const Value& object, std::string_view name) {
  return state.unsafe_member(object, name);
}

Value get_attribute(State& state, const Value& object, const Str& name, const Methods& methods) {
  Value value = attribute_of(state, object, name, methods);
  if (value.given()) return value;
  value = item_of(state, object, Value::of(&name));
  return value.given() ? value : state.undefined_member(object, Value::of(&name));
}

Value get_attribute(State& state, const Value& object, const Str& name) {
  return get_attribute(state, object, name, find_methods(name.view()));
}

Value get_item(State& state, const Value& object, const Value& key) {
  Value value = item_of(state, object, key);
  if (!value.given() && key.is_string()) {
    value = attribute_of(state, object, *key.string, find_methods(key.text()));
  }
  return value.given() ? value : state.undefined_member(object, key);
}

Value call_value(State& state, const Value& callee, Args& args) {
  if (callee.is(Kind::undefined)) throw_undefined(state, callee);
  if (!callee.is(Kind::object)) {
    throw_type("'" + bare_type_name(callee) + "' object is not callable");
  }
  state.step();
  return callee.object->call(state, args);
}

bool is_callable(const Value& value) noexcept {
  // jinja2.Undefined has a __call__, which fails.
  return value.is(Kind::undefined) || (value.is(Kind::object) && value.object->callable());
}

}  // namespace penstock::jinja
