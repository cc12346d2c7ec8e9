// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/state.hpp"

#include <algorithm>
#include <cstring>

#include "core/utf8.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {

void State::mark_stack() noexcept {
  const char here = 0;
  stack_ = reinterpret_cast<std::uintptr_t>(&here);
}

void State::check_stack() const {
  const char here = 0;
  const auto now = reinterpret_cast<std::uintptr_t>(&here);
  if ((stack_ > now ? stack_ - now : now - stack_) > limits_.stack) throw_limit("depth");
}

Value State::variable(std::string_view name) {
  for (const auto& [key, value] : variables) {
    if (key == name) return value;
  }
  return find_global(*this, name);
}

void State::generated(const Str& text) {
  if (!wrote_ && spans_.empty()) return;
  const std::size_t begin = utf8::count(output_);
  spans_.push_back({begin, begin + text.length});
}

Value State::borrow(std::string_view text, std::size_t length, bool markup) {
  Str* made = arena.make<Str>();
  made->data = text.data();
  made->size = text.size();
  made->length = length;
  made->markup = markup;
  return Value::of(made);
}

Value State::borrow(std::string_view text, bool markup) {
  return borrow(text, utf8::count(text), markup);
}

Value State::str(std::string_view text, bool markup) {
  char* data = text.empty() ? nullptr : static_cast<char*>(arena.allocate(text.size(), 1));
  if (!text.empty()) std::memcpy(data, text.data(), text.size());
  return borrow({data, text.size()}, markup);
}

Value State::joined(const Str& left, const Str& right, bool markup) {
  step(1 + right.size / 64);
  StrBuffer* buffer = left.buffer;
  const bool at_end = buffer != nullptr && buffer->data + buffer->used == left.data + left.size &&
                      buffer->capacity - buffer->used >= right.size;
  const std::size_t size = left.size + right.size;
  const char* data = left.data;
  if (!at_end) {
    buffer = arena.make<StrBuffer>();
    buffer->capacity = size < 64 ? size : size * 2;
    buffer->data = static_cast<char*>(arena.allocate(buffer->capacity + 1, 1));
    if (left.size != 0) std::memcpy(buffer->data, left.data, left.size);
    buffer->used = left.size;
    data = buffer->data;
    step(left.size / 64);
  }
  if (right.size != 0) std::memcpy(buffer->data + buffer->used, right.data, right.size);
  buffer->used += right.size;
  Str* made = arena.make<Str>();
  *made = {data, size, left.length + right.length, buffer, markup};
  return Value::of(made);
}

namespace {

List* list_of(Arena& arena, std::span<const Value> items) {
  List* list = arena.make<List>();
  list->items = arena.array<Value>(items.size());
  std::copy(items.begin(), items.end(), list->items);
  list->size = list->capacity = items.size();
  return list;
}

Value undefined_value(const Undefined* undefined) {
  Value value;
  value.kind = Kind::undefined;
  value.undefined = undefined;
  return value;
}

}  // namespace

Value State::list(std::span<const Value> items) { return Value::of_list(list_of(arena, items)); }

Value State::tuple(std::span<const Value> items) { return Value::of_tuple(list_of(arena, items)); }

Value State::undefined_variable(const Str* name) {
  Undefined* made = arena.make<Undefined>();
  made->name = Value::of(name);
  return undefined_value(made);
}

Value State::undefined_member(const Value& object, const Value& name) {
  Undefined* made = arena.make<Undefined>();
  made->object = object;
  made->name = name;
  return undefined_value(made);
}

Value State::undefined_hint(std::string_view hint) {
  Undefined* made = arena.make<Undefined>();
  made->hint = str(hint).string;
  return undefined_value(made);
}

Value State::unsafe_member(const Value& object, std::string_view name) {
  const std::string hint = "access to attribute " + str_repr(name) + " of " +
                           str_repr(bare_type_name(object)) + " object is unsafe.";
  Value made = undefined_hint(hint);
  Undefined* unsafe = arena.make<Undefined>(*made.undefined);
  unsafe->security = true;
  return undefined_value(unsafe);
}

}  // namespace penstock::jinja
