// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/slicing.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

struct Bounds {
  std::int64_t start;
  std::int64_t step;
  std::size_t count;
};

std::int64_t bound(State& state, const Value& value, std::int64_t fallback) {
  if (!value.given() || value.is(Kind::none)) return fallback;
  if (const auto index = as_index(value)) return *index;
  if (value.is(Kind::undefined))
    throw_type("slice indices must be integers or None or have an __index__ method");
  state.step();
  throw_type("slice indices must be integers or None or have an __index__ method");
}

// PySlice_AdjustIndices
Bounds adjust(State& state, std::int64_t size, const Value& from, const Value& to,
              const Value& by) {
  const std::int64_t step = bound(state, by, 1);
  if (step == 0) throw_value("slice step cannot be zero");
  const std::int64_t low = step < 0 ? -1 : 0;
  const std::int64_t high = step < 0 ? size - 1 : size;
  const auto clamp = [&](std::int64_t at) {
    if (at < 0) return std::max(at + size, low);
    return std::min(at, high);
  };
  const bool open_start = !from.given() || from.is(Kind::none);
  const bool open_stop = !to.given() || to.is(Kind::none);
  const std::int64_t start = open_start ? (step < 0 ? high : low) : clamp(bound(state, from, 0));
  const std::int64_t stop = open_stop ? (step < 0 ? low : high) : clamp(bound(state, to, 0));
  std::int64_t count = 0;
  if (step > 0 && start < stop) count = (stop - start - 1) / step + 1;
  if (step < 0 && start > stop) {
    const std::uint64_t down = std::uint64_t{0} - static_cast<std::uint64_t>(step);
    count = static_cast<std::int64_t>(static_cast<std::uint64_t>(start - stop - 1) / down + 1);
  }
  return {start, step, static_cast<std::size_t>(count)};
}

std::int64_t place(const Bounds& bounds, std::size_t i) noexcept {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(bounds.start) +
                                   static_cast<std::uint64_t>(bounds.step) * i);
}

Value slice_string(State& state, const Str& text, const Bounds& bounds) {
  if (bounds.step == 1) {
    const auto start = static_cast<std::size_t>(bounds.start);
    return state.borrow(substring(text, start, start + bounds.count), bounds.count, text.markup);
  }
  state.step(bounds.count / 16 + 1);
  std::string out;
  if (text.ascii()) {
    for (std::size_t i = 0; i < bounds.count; ++i) {
      out += text.data[static_cast<std::size_t>(place(bounds, i))];
    }
    return state.str(out, text.markup);
  }
  const std::u32string chars = utf8::to_u32(text.view());
  for (std::size_t i = 0; i < bounds.count; ++i) {
    utf8::append(out, chars[static_cast<std::size_t>(place(bounds, i))]);
  }
  return state.str(out, text.markup);
}

}  // namespace

std::string_view substring(const Str& text, std::size_t begin, std::size_t end) noexcept {
  if (text.ascii()) return text.view().substr(begin, end - begin);
  std::size_t at = 0;
  std::size_t from = text.size;
  for (std::size_t i = 0; at < text.size && i < end; ++i) {
    if (i == begin) from = at;
    at += utf8::length_from_lead(static_cast<std::uint8_t>(text.data[at]));
  }
  return from >= at ? std::string_view{} : text.view().substr(from, at - from);
}

Value slice(State& state, const Value& value, const Value& start, const Value& stop,
            const Value& step) {
  if (value.is(Kind::undefined)) throw_undefined(state, value);
  if (value.is(Kind::dict)) throw_type("unhashable type: 'slice'");
  const bool list = value.is(Kind::list) || value.is(Kind::tuple);
  const bool object = value.is(Kind::object) && value.object->sequence();
  if (!list && !object && !value.is_string()) {
    throw_type("'" + bare_type_name(value) + "' object is not subscriptable");
  }
  const auto size = static_cast<std::int64_t>(length_of(state, value).value_or(0));
  const Bounds bounds = adjust(state, size, start, stop, step);
  if (value.is_string()) return slice_string(state, *value.string, bounds);
  state.step(bounds.count / 8 + 1);
  List* made = state.arena.make<List>();
  for (std::size_t i = 0; i < bounds.count; ++i) {
    const std::int64_t at = place(bounds, i);
    made->push(state.arena, list ? value.list->items[static_cast<std::size_t>(at)]
                                 : value.object->item(state, Value::of(at)));
  }
  return value.is(Kind::tuple) ? Value::of_tuple(made) : Value::of_list(made);
}

}  // namespace penstock::jinja
