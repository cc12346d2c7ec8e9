// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "generation/jinja/attributes.hpp"
#include "generation/jinja/iterators.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

void takes_nothing(const Args& args, std::string_view method) {
  Args::Bound none;
  args.bind(method, {}, 0, none);
}

Value view(State& state, const Value& self, DictPart part) {
  Object* made = state.arena.make<DictView>(*self.dict, part);
  return Value::of(made);
}

Value items(State& state, const Value& self, const Args& args) {
  takes_nothing(args, "items");
  return view(state, self, DictPart::items);
}

Value keys(State& state, const Value& self, const Args& args) {
  takes_nothing(args, "keys");
  return view(state, self, DictPart::keys);
}

Value values(State& state, const Value& self, const Args& args) {
  takes_nothing(args, "values");
  return view(state, self, DictPart::values);
}

Value get(State&, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 2> kNames = {"key", "default"};
  if (!args.keywords.empty()) throw_type("dict.get() takes no keyword arguments");
  Args::Bound given;
  args.bind("get", kNames, 1, given);
  const Value found = self.dict->find(given[0]);
  if (found.given()) return found;
  return given[1].given() ? given[1] : Value::none();
}

Value copy(State& state, const Value& self, const Args& args) {
  takes_nothing(args, "copy");
  if (self.is(Kind::list)) return state.list(self.list->span());
  Dict* made = state.arena.make<Dict>();
  for (std::size_t i = 0; i < self.dict->size; ++i) {
    state.step();
    made->set(state.arena, self.dict->entries[i].key, self.dict->entries[i].value);
  }
  return Value::of(made);
}

Value fromkeys(State& state, const Value&, const Args& args) {
  static constexpr std::array<std::string_view, 2> kNames = {"iterable", "value"};
  Args::Bound given;
  args.bind("fromkeys", kNames, 1, given);
  Dict* made = state.arena.make<Dict>();
  Iterator* each = iterate(state, given[0]);
  for (Value key; each->next(state, key);) {
    state.step();
    made->set(state.arena, key, given[1].given() ? given[1] : Value::none());
  }
  return Value::of(made);
}

Value count(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"value"};
  Args::Bound given;
  args.bind("count", kNames, 1, given);
  std::int64_t total = 0;
  for (const Value& item : self.list->span()) total += equals(state, item, given[0]) ? 1 : 0;
  return Value::of(total);
}

Value index(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 3> kNames = {"value", "start", "stop"};
  Args::Bound given;
  args.bind("index", kNames, 1, given);
  const auto size = static_cast<std::int64_t>(self.list->size);
  const auto place = [size](const Value& value, std::int64_t fallback) {
    const std::int64_t at = value.given() ? as_index(value).value_or(fallback) : fallback;
    return at < 0 ? std::max<std::int64_t>(at + size, 0) : std::min(at, size);
  };
  for (std::int64_t i = place(given[1], 0); i < place(given[2], size); ++i) {
    if (equals(state, self.list->items[static_cast<std::size_t>(i)], given[0])) {
      return Value::of(i);
    }
  }
  throw_value(repr(state, given[0]) + " is not in " + bare_type_name(self));
}

constexpr Method kDictMethods[] = {
    {"items", items},        {"get", get},        {"keys", keys},
    {"values", values},      {"copy", copy},      {"fromkeys", fromkeys},
    {"clear", nullptr},      {"pop", nullptr},    {"popitem", nullptr},
    {"setdefault", nullptr}, {"update", nullptr},
};

constexpr Method kListMethods[] = {
    {"append", nullptr},  {"index", index},  {"count", count},    {"copy", copy},
    {"extend", nullptr},  {"pop", nullptr},  {"insert", nullptr}, {"remove", nullptr},
    {"reverse", nullptr}, {"sort", nullptr}, {"clear", nullptr},
};

}  // namespace

std::span<const Method> dict_methods() noexcept { return kDictMethods; }

std::span<const Method> list_methods() noexcept { return kListMethods; }

}  // namespace penstock::jinja
