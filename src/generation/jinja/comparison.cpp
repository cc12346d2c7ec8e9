// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr int kMaxComparedDepth = 500;  // lists inside lists

bool equal_numbers(const Value& left, const Value& right) noexcept {
  if (left.is(Kind::floating) || right.is(Kind::floating)) {
    return as_double(left) == as_double(right);
  }
  return as_index(left) == as_index(right);
}

bool equal_lists(State& state, const List& left, const List& right, int depth) {
  if (left.size != right.size) return false;
  for (std::size_t i = 0; i < left.size; ++i) {
    if (!equals(state, left.items[i], right.items[i], depth + 1)) return false;
  }
  return true;
}

bool equal_dicts(State& state, const Dict& left, const Dict& right, int depth) {
  if (left.size != right.size) return false;
  for (std::size_t i = 0; i < left.size; ++i) {
    const Value other = right.find(left.entries[i].key);
    if (!other.given() || !equals(state, left.entries[i].value, other, depth + 1)) return false;
  }
  return true;
}

bool less_lists(State& state, const List& left, const List& right, std::string_view op) {
  const std::size_t shared = std::min(left.size, right.size);
  for (std::size_t i = 0; i < shared; ++i) {
    if (equals(state, left.items[i], right.items[i])) continue;
    state.check_stack();
    return less(state, left.items[i], right.items[i], op);
  }
  return left.size < right.size;
}

}  // namespace

bool is_number(const Value& value) noexcept {
  return value.is(Kind::integer) || value.is(Kind::floating) || value.is(Kind::boolean);
}

double as_double(const Value& number) noexcept {
  if (number.is(Kind::floating)) return number.floating;
  if (number.is(Kind::boolean)) return number.boolean ? 1.0 : 0.0;
  return static_cast<double>(number.integer);
}

std::optional<std::int64_t> as_index(const Value& value) noexcept {
  if (value.is(Kind::integer)) return value.integer;
  if (value.is(Kind::boolean)) return value.boolean ? 1 : 0;
  return std::nullopt;
}

bool truth(State& state, const Value& value) {
  switch (value.kind) {
    case Kind::missing:
    case Kind::undefined:
    case Kind::none: return false;
    case Kind::boolean: return value.boolean;
    case Kind::integer: return value.integer != 0;
    case Kind::floating: return value.floating != 0.0;
    case Kind::string: return value.string->size != 0;
    case Kind::list:
    case Kind::tuple: return value.list->size != 0;
    case Kind::dict: return value.dict->size != 0;
    case Kind::object: break;
  }
  return value.object->length(state).value_or(1) != 0;
}

bool same_key(const Value& left, const Value& right) noexcept {
  if (left.is_string() && right.is_string()) return left.text() == right.text();
  if (is_number(left) && is_number(right)) return equal_numbers(left, right);
  if (left.kind != right.kind) return false;
  if (left.is(Kind::tuple)) {
    const auto a = left.list->span();
    const auto b = right.list->span();
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_key);
  }
  return left.is(Kind::object) ? left.object == right.object : true;
}

bool equals(State& state, const Value& left, const Value& right, int depth) {
  if (depth > kMaxComparedDepth) throw_limit("depth");
  if (left.is_string() && right.is_string()) return left.text() == right.text();
  state.step();
  if (is_number(left) && is_number(right)) return equal_numbers(left, right);
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case Kind::list:
    case Kind::tuple: return equal_lists(state, *left.list, *right.list, depth);
    case Kind::dict: return equal_dicts(state, *left.dict, *right.dict, depth);
    case Kind::object: return left.object->equals(state, right.object);
    default: return true;  // None and None, undefined and undefined
  }
}

bool less(State& state, const Value& left, const Value& right, std::string_view op) {
  if (left.is_string() && right.is_string()) return left.text() < right.text();
  if (is_number(left) && is_number(right)) {
    if (left.is(Kind::floating) || right.is(Kind::floating)) {
      return as_double(left) < as_double(right);
    }
    return as_index(left) < as_index(right);
  }
  if (left.is(Kind::undefined)) throw_undefined(state, left);
  if (right.is(Kind::undefined)) throw_undefined(state, right);
  if (left.kind == right.kind && (left.is(Kind::list) || left.is(Kind::tuple))) {
    return less_lists(state, *left.list, *right.list, op);
  }
  const bool swapped = op == ">" || op == "<=";
  const Value& a = swapped ? right : left;
  const Value& b = swapped ? left : right;
  throw_type("'" + std::string(op) + "' not supported between instances of '" + bare_type_name(a) +
             "' and '" + bare_type_name(b) + "'");
}

bool compare(State& state, Comparison op, const Value& left, const Value& right) {
  // The left operand's own refusal comes first.
  const bool ordered = op != Comparison::eq && op != Comparison::ne && op != Comparison::in &&
                       op != Comparison::not_in;
  if (ordered && left.is(Kind::undefined)) throw_undefined(state, left);
  const auto nan = [](const Value& v) { return v.is(Kind::floating) && v.floating != v.floating; };
  switch (op) {
    case Comparison::eq: return equals(state, left, right);
    case Comparison::ne: return !equals(state, left, right);
    case Comparison::lt: return less(state, left, right, "<");
    case Comparison::gt: return less(state, right, left, ">");
    case Comparison::le: return !less(state, right, left, "<=") && !nan(left) && !nan(right);
    case Comparison::ge: return !less(state, left, right, ">=") && !nan(left) && !nan(right);
    case Comparison::in: return contains(state, right, left);
    case Comparison::not_in: break;
  }
  return !contains(state, right, left);
}

bool contains(State& state, const Value& container, const Value& item) {
  if (container.is_string()) {
    if (item.is_string()) {
      state.step(container.string->size / 64);
      return container.text().find(item.text()) != std::string_view::npos;
    }
    throw_type("'in <string>' requires string as left operand, not " + bare_type_name(item));
  }
  if (container.is(Kind::dict)) return container.dict->find(item).given();
  if (container.is(Kind::list) || container.is(Kind::tuple)) {
    for (const Value& candidate : container.list->span()) {
      if (equals(state, candidate, item)) return true;
    }
    return false;
  }
  Iterator* items = try_iterate(state, container);
  if (items == nullptr) {
    throw_type("argument of type '" + bare_type_name(container) + "' is not iterable");
  }
  for (Value candidate; items->next(state, candidate);) {
    state.step();
    if (equals(state, candidate, item)) return true;
  }
  return false;
}

}  // namespace penstock::jinja
