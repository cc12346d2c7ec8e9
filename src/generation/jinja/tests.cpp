// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/attributes.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

// What stands behind `is`.

namespace penstock::jinja {
namespace {

const Value& only(const Args& args, std::string_view name) {
  if (args.values.size() == 1 && args.keywords.empty()) return args.values[0];
  throw_type("test_" + std::string(name) + "() takes 1 positional argument but " +
             std::to_string(args.values.size()) + " were given");
}

template <Kind K>
Value is_kind(State&, const Args& args) {
  return Value::of(only(args, "type").is(K));
}

Value is_defined(State&, const Args& args) {
  return Value::of(!only(args, "defined").is(Kind::undefined));
}

template <bool Wanted>
Value is_literally(State&, const Args& args) {
  const Value& value = only(args, "boolean");
  return Value::of(value.is(Kind::boolean) && value.boolean == Wanted);
}

Value is_number_test(State&, const Args& args) {
  return Value::of(is_number(only(args, "number")));
}

Value is_sequence(State&, const Args& args) {
  const Value& value = only(args, "sequence");
  const bool object = value.is(Kind::object) && value.object->sequence();
  return Value::of(object || value.is_string() || value.is(Kind::list) || value.is(Kind::tuple) ||
                   value.is(Kind::dict) || value.is(Kind::undefined));
}

Value is_iterable(State& state, const Args& args) {
  return Value::of(try_iterate(state, only(args, "iterable")) != nullptr);
}

Value is_callable_test(State&, const Args& args) {
  return Value::of(is_callable(only(args, "callable")));
}

Value is_escaped(State&, const Args& args) {
  const Value& value = only(args, "escaped");
  return Value::of(value.is_string() && value.string->markup);
}

template <bool Lower>
Value has_case(State& state, const Args& args) {
  const Value text = Value::of(to_str(state, only(args, "case")));
  Args none;
  const Methods methods = find_methods(Lower ? "islower" : "isupper");
  return methods.str->call(state, text, none);
}

Value modulo(State& state, const Value& value, const Value& by, std::int64_t wanted) {
  const Value rest = binary(state, Binary::mod, value, by);
  return Value::of(equals(state, rest, Value::of(wanted)));
}

Value is_odd(State& state, const Args& args) {
  return modulo(state, only(args, "odd"), Value::of(std::int64_t{2}), 1);
}

Value is_even(State& state, const Args& args) {
  return modulo(state, only(args, "even"), Value::of(std::int64_t{2}), 0);
}

Value is_divisible(State& state, const Args& args) {
  const Bound given(args, "test_divisibleby", 2, {"value", "num"});
  return modulo(state, given[0], given[1], 0);
}

template <Comparison Op>
Value compares(State& state, const Args& args) {
  const Bound given(args, "operator", 2, {"a", "b"});
  return Value::of(compare(state, Op, given[0], given[1]));
}

Value is_in(State& state, const Args& args) {
  const Bound given(args, "test_in", 2, {"value", "seq"});
  return Value::of(contains(state, given[1], given[0]));
}

Value is_same(State&, const Args& args) {
  const Bound given(args, "test_sameas", 2, {"value", "other"});
  const Value& a = given[0];
  const Value& b = given[1];
  if (a.kind != b.kind) return Value::of(false);
  switch (a.kind) {
    case Kind::boolean: return Value::of(a.boolean == b.boolean);
    case Kind::integer: return Value::of(a.integer == b.integer);
    case Kind::floating: return Value::of(a.floating == b.floating);
    case Kind::string: return Value::of(a.text() == b.text());
    case Kind::list:
    case Kind::tuple: return Value::of(a.list == b.list);
    case Kind::dict: return Value::of(a.dict == b.dict);
    case Kind::object: return Value::of(a.object == b.object);
    default: return Value::of(a.is(Kind::none) || a.undefined == b.undefined);
  }
}

Value is_filter(State&, const Args& args) {
  const Value& name = only(args, "filter");
  (void)hash_of(name);  // a list is no key of the table
  return Value::of(name.is_string() && find_filter(name.text()) != nullptr);
}

Value is_test(State&, const Args& args) {
  const Value& name = only(args, "test");
  (void)hash_of(name);  // a list is no key of the table
  return Value::of(name.is_string() && find_test(name.text()) != nullptr);
}

constexpr FilterEntry kTests[] = {
    {"defined", is_defined},
    {"string", is_kind<Kind::string>},
    {"none", is_kind<Kind::none>},
    {"mapping", is_kind<Kind::dict>},
    {"iterable", is_iterable},
    {"undefined", is_kind<Kind::undefined>},
    {"false", is_literally<false>},
    {"true", is_literally<true>},
    {"sequence", is_sequence},
    {"boolean", is_kind<Kind::boolean>},
    {"number", is_number_test},
    {"integer", is_kind<Kind::integer>},
    {"float", is_kind<Kind::floating>},
    {"callable", is_callable_test},
    {"odd", is_odd},
    {"even", is_even},
    {"divisibleby", is_divisible},
    {"lower", has_case<true>},
    {"upper", has_case<false>},
    {"sameas", is_same},
    {"escaped", is_escaped},
    {"in", is_in},
    {"filter", is_filter},
    {"test", is_test},
    {"==", compares<Comparison::eq>},
    {"eq", compares<Comparison::eq>},
    {"equalto", compares<Comparison::eq>},
    {"!=", compares<Comparison::ne>},
    {"ne", compares<Comparison::ne>},
    {">", compares<Comparison::gt>},
    {"gt", compares<Comparison::gt>},
    {"greaterthan", compares<Comparison::gt>},
    {">=", compares<Comparison::ge>},
    {"ge", compares<Comparison::ge>},
    {"<", compares<Comparison::lt>},
    {"lt", compares<Comparison::lt>},
    {"lessthan", compares<Comparison::lt>},
    {"<=", compares<Comparison::le>},
    {"le", compares<Comparison::le>},
};

}  // namespace

const FilterEntry* find_test(std::string_view name) noexcept {
  for (const FilterEntry& entry : kTests) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

const FilterEntry* find_filter(std::string_view name) noexcept {
  for (const auto table : {text_filters(), sequence_filters(), select_filters(), order_filters(),
                           number_filters(), layout_filters()}) {
    for (const FilterEntry& entry : table) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

}  // namespace penstock::jinja
