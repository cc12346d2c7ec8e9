// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "generation/jinja/attributes.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/iterators.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/slicing.hpp"
#include "generation/jinja/str_search.hpp"
#include "generation/jinja/text.hpp"

// Filters on sequences and mappings that keep their order.

namespace penstock::jinja {
namespace {

Value length(State& state, const Args& args) {
  const Bound given(args, "len", 1, {"obj"});
  const auto size = length_of(state, given[0]);
  if (!size) throw_type("object of type '" + bare_type_name(given[0]) + "' has no len()");
  return Value::of(static_cast<std::int64_t>(*size));
}

Value first(State& state, const Args& args) {
  const Bound given(args, "do_first", 1, {"seq"});
  Value item;
  if (iterate(state, given[0])->next(state, item)) return item;
  return state.undefined_hint("No first item, sequence was empty.");
}

Value last(State& state, const Args& args) {
  const Bound given(args, "do_last", 1, {"seq"});
  Value item;
  if (iterate_reversed(state, given[0])->next(state, item)) return item;
  return state.undefined_hint("No last item, sequence was empty.");
}

Value list(State& state, const Args& args) {
  const Bound given(args, "do_list", 1, {"value"});
  return Value::of_list(collect(state, given[0]));
}

Value default_filter(State& state, const Args& args) {
  const Bound given(args, "do_default", 1, {"value", "default_value", "boolean"});
  const bool falsy = given[2].given() && truth(state, given[2]);
  if (!given[0].is(Kind::undefined) && !(falsy && !truth(state, given[0]))) return given[0];
  return given[1].given() ? given[1] : state.borrow("");
}

Value items(State& state, const Args& args) {
  const Bound given(args, "do_items", 1, {"value"});
  Object* made = nullptr;
  if (given[0].is(Kind::undefined)) {
    made = state.arena.make<ListIterator>(std::span<const Value>{}, false);
  } else if (given[0].is(Kind::dict)) {
    made = state.arena.make<DictIterator>(*given[0].dict, DictPart::items, false);
  } else {
    throw_type("Can only get item pairs from a mapping.");
  }
  return Value::of(made);
}

Value join(State& state, const Args& args) {
  const Bound given(args, "do_join", 1, {"value", "d", "attribute"});
  const Value glue = given[1].given() ? given[1] : state.borrow("");
  const Str* between = to_str(state, glue);
  const bool path = given[2].given() && !given[2].is(Kind::none);
  std::string out;
  Iterator* each = iterate(state, given[0]);
  std::size_t count = 0;
  for (Value item; each->next(state, item); ++count) {
    state.step();
    if (count != 0) out.append(between->view());
    append_str(state, out, path ? get_path(state, item, given[2]) : item);
    state.check_output(out.size());
  }
  return state.str(out);
}

// A list read backwards while it is asked for.
Value reverse(State& state, const Args& args) {
  const Bound given(args, "do_reverse", 1, {"value"});
  const Value& value = given[0];
  if (value.is_string()) {
    return slice(state, value, {}, {}, Value::of(std::int64_t{-1}));
  }
  const bool object = value.is(Kind::object) && value.object->reversed(state) != nullptr;
  if (object || value.is(Kind::list) || value.is(Kind::tuple) || value.is(Kind::dict) ||
      value.is(Kind::undefined)) {
    Object* made = iterate_reversed(state, value);
    return Value::of(made);
  }
  if (try_iterate(state, value) == nullptr) throw_type("argument must be iterable");
  List* all = collect(state, value);
  std::reverse(all->items, all->items + all->size);
  return Value::of_list(all);
}

std::int64_t count_argument(const Value& value) {
  const auto index = as_index(value);
  if (!index)
    throw_type("'" + bare_type_name(value) + "' object cannot be interpreted as an integer");
  return *index;
}

Value as_generator(State& state, const List& made) {
  Object* each = state.arena.make<ListIterator>(made.span(), false);
  return Value::of(each);
}

Value slice_filter(State& state, const Args& args) {
  const Bound given(args, "do_slice", 2, {"value", "slices", "fill_with"});
  const List* all = collect(state, given[0]);
  const auto slices = count_argument(given[1]);
  if (slices == 0) throw Fault(FaultType::zero_division, "integer division or modulo by zero");
  List* out = state.arena.make<List>();
  const bool fills = given[2].given() && !given[2].is(Kind::none);
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(slices, 0));
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    state.step();
    const bool extra = i < all->size % count;
    const std::size_t size = all->size / count + (extra ? 1 : 0);
    List* piece = state.arena.make<List>();
    for (std::size_t k = 0; k < size; ++k) piece->push(state.arena, all->items[at++]);
    if (fills && !extra) piece->push(state.arena, given[2]);
    out->push(state.arena, Value::of_list(piece));
  }
  return as_generator(state, *out);
}

Value batch(State& state, const Args& args) {
  const Bound given(args, "do_batch", 2, {"value", "linecount", "fill_with"});
  const List* all = collect(state, given[0]);
  const std::int64_t width = count_argument(given[1]);
  List* out = state.arena.make<List>();
  List* line = state.arena.make<List>();
  for (const Value& item : all->span()) {
    if (static_cast<std::int64_t>(line->size) == width) {
      out->push(state.arena, Value::of_list(line));
      line = state.arena.make<List>();
    }
    line->push(state.arena, item);
  }
  if (line->size == 0) return as_generator(state, *out);
  const bool fills = given[2].given() && !given[2].is(Kind::none);
  while (fills && static_cast<std::int64_t>(line->size) < width) {
    state.step();
    line->push(state.arena, given[2]);
  }
  out->push(state.arena, Value::of_list(line));
  return as_generator(state, *out);
}

Value sum(State& state, const Args& args) {
  const Bound given(args, "do_sum", 1, {"iterable", "attribute", "start"});
  const bool path = given[1].given() && !given[1].is(Kind::none);
  Value total = given[2].given() ? given[2] : Value::of(std::int64_t{0});
  if (total.is_string()) throw_type("sum() can't sum strings [use ''.join(seq) instead]");
  Iterator* each = iterate(state, given[0]);
  for (Value item; each->next(state, item);) {
    state.step();
    total = binary(state, Binary::add, total, path ? get_path(state, item, given[1]) : item);
  }
  return total;
}

Value attr(State& state, const Args& args) {
  const Bound given(args, "do_attr", 2, {"obj", "name"});
  if (!given[1].is_string()) throw_type("attribute name must be string");
  if (given[0].is(Kind::undefined)) throw_undefined(state, given[0]);
  // An attribute only: a dict's item of that name does not count.
  const Str& name = *given[1].string;
  const Methods methods = find_methods(name.view());
  const bool has =
      methods.of(given[0]) != nullptr ||
      (given[0].is(Kind::object) && given[0].object->attribute(state, name.view()).given());
  return has ? get_attribute(state, given[0], name, methods)
             : state.undefined_member(given[0], given[1]);
}

constexpr FilterEntry kSequenceFilters[] = {
    {"length", length},    {"count", length},       {"first", first},
    {"last", last},        {"list", list},          {"default", default_filter},
    {"d", default_filter}, {"items", items},        {"join", join},
    {"reverse", reverse},  {"slice", slice_filter}, {"batch", batch},
    {"sum", sum},          {"attr", attr},          {"tojson", tojson},
};

}  // namespace

std::span<const FilterEntry> sequence_filters() noexcept { return kSequenceFilters; }

Value get_path(State& state, const Value& item, const Value& attribute) {
  if (!attribute.is_string()) return get_item(state, item, attribute);
  Value value = item;
  for (const std::string_view part : split_on(attribute.text(), ".", -1)) {
    const bool digits = !part.empty() && part.size() < 18 &&
                        part.find_first_not_of("0123456789") == std::string_view::npos;
    const Value key = digits ? Value::of(static_cast<std::int64_t>(std::stoll(std::string(part))))
                             : state.str(part);
    value = get_item(state, value, key);
  }
  return value;
}

}  // namespace penstock::jinja
