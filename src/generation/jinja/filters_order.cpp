// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <vector>

#include "generation/jinja/binding.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/iterators.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/str_search.hpp"
#include "generation/jinja/text.hpp"

// Filters that compare the items of a sequence.

namespace penstock::jinja {
namespace {

bool flag(State& state, const Value& value) { return value.given() && truth(state, value); }

Value ignoring_case(State& state, const Value& value) {
  if (!value.is_string()) return value;
  return state.str(python::lower(value.text()));
}

// What an item is compared by.
struct Key {
  Value attribute;  // missing or None: the item itself
  bool case_sensitive;
  Value fallback;  // in place of an undefined attribute

  Value operator()(State& state, const Value& item) const {
    Value value =
        attribute.given() && !attribute.is(Kind::none) ? get_path(state, item, attribute) : item;
    if (value.is(Kind::undefined) && fallback.given() && !fallback.is(Kind::none)) value = fallback;
    return case_sensitive ? value : ignoring_case(state, value);
  }
};

struct Keyed {
  Value key;
  Value item;
};

// sorted(items, key=..., reverse=...): stable in both directions.
void sort_keyed(State& state, std::vector<Keyed>& all, bool reverse) {
  state.step(all.size() * 8);
  std::stable_sort(all.begin(), all.end(), [&](const Keyed& a, const Keyed& b) {
    return reverse ? less(state, b.key, a.key) : less(state, a.key, b.key);
  });
}

List* items_of(State& state, const std::vector<Keyed>& all) {
  List* out = state.arena.make<List>();
  for (const Keyed& each : all) out->push(state.arena, each.item);
  return out;
}

Value dictsort(State& state, const Args& args) {
  const Bound given(args, "do_dictsort", 1, {"value", "case_sensitive", "by", "reverse"});
  const Value by = given[2].given() ? given[2] : state.borrow("key");
  const bool by_value = by.is_string() && by.text() == "value";
  if (!by_value && !(by.is_string() && by.text() == "key")) {
    throw_value("You can only sort by either \"key\" or \"value\"");
  }
  if (given[0].is(Kind::undefined)) throw_undefined(state, given[0]);
  if (!given[0].is(Kind::dict)) {
    throw Fault(FaultType::attribute_error,
                "'" + bare_type_name(given[0]) + "' object has no attribute 'items'");
  }
  const Key key{{}, flag(state, given[1]), {}};
  std::vector<Keyed> all;
  for (std::size_t i = 0; i < given[0].dict->size; ++i) {
    const DictEntry& entry = given[0].dict->entries[i];
    all.push_back({key(state, by_value ? entry.value : entry.key),
                   state.tuple(std::array{entry.key, entry.value})});
  }
  sort_keyed(state, all, flag(state, given[3]));
  return Value::of_list(items_of(state, all));
}

Value sort(State& state, const Args& args) {
  const Bound given(args, "do_sort", 1, {"value", "reverse", "case_sensitive", "attribute"});
  const bool sensitive = flag(state, given[2]);
  std::vector<Value> paths;
  if (given[3].is_string()) {
    for (const std::string_view part : split_on(given[3].text(), ",", -1)) {
      paths.push_back(state.str(part));
    }
  } else {
    paths.push_back(given[3]);
  }
  std::vector<Keyed> all;
  for (const Value& item : collect(state, given[0])->span()) {
    List* keys = state.arena.make<List>();
    for (const Value& path : paths) keys->push(state.arena, Key{path, sensitive, {}}(state, item));
    all.push_back({Value::of_list(keys), item});
  }
  sort_keyed(state, all, flag(state, given[1]));
  return Value::of_list(items_of(state, all));
}

Value unique(State& state, const Args& args) {
  const Bound given(args, "do_unique", 1, {"value", "case_sensitive", "attribute"});
  const Key key{given[2], flag(state, given[1]), {}};
  Dict seen;
  List* out = state.arena.make<List>();
  for (const Value& item : collect(state, given[0])->span()) {
    const Value by = key(state, item);
    if (seen.find(by).given()) continue;
    seen.set(state.arena, by, Value::none());
    out->push(state.arena, item);
  }
  Object* made = state.arena.make<ListIterator>(out->span(), false);
  return Value::of(made);
}

template <bool Largest>
Value extreme(State& state, const Args& args) {
  const Bound given(args, "min", 1, {"value", "case_sensitive", "attribute"});
  const Key key{given[2], flag(state, given[1]), {}};
  Iterator* each = iterate(state, given[0]);
  Value best;
  Value best_key;
  for (Value item; each->next(state, item);) {
    state.step();
    const Value by = key(state, item);
    const bool better =
        !best.given() || (Largest ? less(state, best_key, by, ">") : less(state, by, best_key));
    if (!better) continue;
    best = item;
    best_key = by;
  }
  return best.given() ? best : state.undefined_hint("No aggregated item, sequence was empty.");
}

Value groupby(State& state, const Args& args) {
  const Bound given(args, "do_groupby", 2, {"value", "attribute", "default", "case_sensitive"});
  const bool sensitive = flag(state, given[3]);
  const Key key{given[1], sensitive, given[2]};
  std::vector<Keyed> all;
  for (const Value& item : collect(state, given[0])->span()) {
    all.push_back({key(state, item), item});
  }
  sort_keyed(state, all, false);
  List* out = state.arena.make<List>();
  List* group = nullptr;
  const Key shown{given[1], true, given[2]};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == 0 || !equals(state, all[i].key, all[i - 1].key)) {
      group = state.arena.make<List>();
      const Value pair = state.tuple(
          std::array{sensitive ? all[i].key : shown(state, all[i].item), Value::of_list(group)});
      pair.list->group = true;
      out->push(state.arena, pair);
    }
    group->push(state.arena, all[i].item);
  }
  return Value::of_list(out);
}

constexpr FilterEntry kOrderFilters[] = {
    {"dictsort", dictsort},  {"sort", sort},         {"unique", unique},
    {"min", extreme<false>}, {"max", extreme<true>}, {"groupby", groupby},
};

}  // namespace

std::span<const FilterEntry> order_filters() noexcept { return kOrderFilters; }

}  // namespace penstock::jinja
