// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "generation/jinja/binding.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

// map, select and their kin: generators that call a filter or a test by name, item by item.

namespace penstock::jinja {
namespace {

// Arguments kept for later, the place of the item before them.
struct Prepared {
  std::span<Value> values;
  std::span<const Keyword> keywords;
};

Prepared prepare(State& state, std::span<const Value> rest, std::span<const Keyword> keywords) {
  Prepared out;
  Value* values = state.arena.array<Value>(rest.size() + 1);
  std::copy(rest.begin(), rest.end(), values + 1);
  Keyword* named = state.arena.array<Keyword>(keywords.size());
  std::copy(keywords.begin(), keywords.end(), named);
  out.values = {values, rest.size() + 1};
  out.keywords = {named, keywords.size()};
  return out;
}

Value apply(State& state, const FilterEntry& entry, const Prepared& prepared, const Value& item) {
  state.step();
  prepared.values[0] = item;
  return entry.call(state, Args{prepared.values, prepared.keywords});
}

const FilterEntry& entry_named(State& state, const Value& name, bool filter) {
  const FilterEntry* found = nullptr;
  if (name.is_string()) found = filter ? find_filter(name.text()) : find_test(name.text());
  if (found != nullptr) return *found;
  throw Fault(FaultType::runtime, std::string("No ") + (filter ? "filter" : "test") + " named " +
                                      repr(state, name) + ".");
}

class Mapped final : public Iterator {
 public:
  Mapped(Iterator* items, const FilterEntry* entry, Prepared prepared, const Value& attribute,
         const Value& fallback) noexcept
      : items_(items),
        entry_(entry),
        prepared_(prepared),
        attribute_(attribute),
        fallback_(fallback) {}
  bool next(State& state, Value& out) override {
    Value item;
    if (!items_->next(state, item)) return false;
    if (entry_ != nullptr) {
      out = apply(state, *entry_, prepared_, item);
      return true;
    }
    out = attribute_.is(Kind::none) ? item : get_path(state, item, attribute_);
    if (out.is(Kind::undefined) && fallback_.given() && !fallback_.is(Kind::none)) out = fallback_;
    return true;
  }

 private:
  Iterator* items_;
  const FilterEntry* entry_;
  Prepared prepared_;
  Value attribute_;
  Value fallback_;
};

Value empty(State& state) {
  Object* made = iterate(state, state.list({}));
  return Value::of(made);
}

// Jinja's generators do nothing, arguments included, until they are asked for an item.
class Lazy final : public Iterator {
 public:
  using Make = Iterator* (*)(State&, const Args&);
  Lazy(Make make, std::span<const Value> values, std::span<const Keyword> keywords) noexcept
      : make_(make), values_(values), keywords_(keywords) {}
  bool next(State& state, Value& out) override {
    if (inner_ == nullptr) inner_ = make_(state, Args{values_, keywords_});
    return inner_->next(state, out);
  }

 private:
  Make make_;
  std::span<const Value> values_;
  std::span<const Keyword> keywords_;
  Iterator* inner_ = nullptr;
};

template <Lazy::Make Make>
Value lazily(State& state, const Args& args) {
  const Prepared kept = prepare(state, args.values, args.keywords);
  Object* made = state.arena.make<Lazy>(Make, kept.values.subspan(1), kept.keywords);
  return Value::of(made);
}

Iterator* map(State& state, const Args& args) {
  if (!truth(state, args.values[0])) return empty(state).object->iterate(state);
  const auto rest = args.values.subspan(1);
  Value attribute;
  Value fallback;
  for (const Keyword& each : args.keywords) {
    if (each.name == "attribute") attribute = each.value;
    if (each.name == "default") fallback = each.value;
  }
  if (rest.empty() && attribute.given()) {
    for (const Keyword& each : args.keywords) {
      if (each.name == "attribute" || each.name == "default") continue;
      throw_type("Unexpected keyword argument " + str_repr(each.name));
    }
    return state.arena.make<Mapped>(iterate(state, args.values[0]), nullptr, Prepared{}, attribute,
                                    fallback);
  }
  if (rest.empty()) throw_type("map requires a filter argument");
  Iterator* items = iterate(state, args.values[0]);
  const FilterEntry& entry = entry_named(state, rest[0], true);
  return state.arena.make<Mapped>(items, &entry, prepare(state, rest.subspan(1), args.keywords),
                                  Value{}, Value{});
}

class Selected final : public Iterator {
 public:
  Selected(Iterator* items, const FilterEntry* test, Prepared prepared, const Value& attribute,
           bool wanted) noexcept
      : items_(items), test_(test), prepared_(prepared), attribute_(attribute), wanted_(wanted) {}
  bool next(State& state, Value& out) override {
    for (Value item; items_->next(state, item);) {
      state.step();
      Value value = attribute_.given() ? get_path(state, item, attribute_) : item;
      if (test_ != nullptr) value = apply(state, *test_, prepared_, value);
      if (truth(state, value) != wanted_) continue;
      out = item;
      return true;
    }
    return false;
  }

 private:
  Iterator* items_;
  const FilterEntry* test_;
  Prepared prepared_;
  Value attribute_;
  bool wanted_;
};

template <bool Wanted, bool Attribute>
Iterator* select(State& state, const Args& args) {
  if (!truth(state, args.values[0])) return empty(state).object->iterate(state);
  auto rest = args.values.subspan(1);
  Value attribute;
  if (Attribute) {
    if (rest.empty()) throw_type("Missing parameter for attribute name");
    attribute = rest[0];
    rest = rest.subspan(1);
  }
  const FilterEntry* test = nullptr;
  Prepared prepared;
  if (!rest.empty()) {
    test = &entry_named(state, rest[0], false);
    prepared = prepare(state, rest.subspan(1), args.keywords);
  }
  return state.arena.make<Selected>(iterate(state, args.values[0]), test, prepared, attribute,
                                    Wanted);
}

constexpr FilterEntry kSelectFilters[] = {
    {"map", lazily<map>},
    {"select", lazily<select<true, false>>},
    {"reject", lazily<select<false, false>>},
    {"selectattr", lazily<select<true, true>>},
    {"rejectattr", lazily<select<false, true>>},
};

}  // namespace

std::span<const FilterEntry> select_filters() noexcept { return kSelectFilters; }

}  // namespace penstock::jinja
