// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/iterators.hpp"

#include <array>

#include "core/utf8.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

// The characters of a string, front to back.
class StrIterator final : public Iterator {
 public:
  explicit StrIterator(const Str& text) noexcept : text_(text) {}
  bool next(State& state, Value& out) override {
    if (at_ >= text_.size) return false;
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text_.data[at_]));
    out = state.borrow({text_.data + at_, size}, 1, false);
    at_ += size;
    return true;
  }
  [[nodiscard]] std::string_view type_name() const noexcept override { return "str_iterator"; }

 private:
  const Str& text_;
  std::size_t at_ = 0;
};

class RangeIterator final : public Iterator {
 public:
  RangeIterator(const Range& range, std::size_t size, bool backwards) noexcept
      : range_(range), size_(size), backwards_(backwards) {}
  bool next(State&, Value& out) override {
    if (at_ >= size_) return false;
    out = Value::of(range_.at(backwards_ ? size_ - 1 - at_ : at_));
    ++at_;
    return true;
  }
  [[nodiscard]] std::string_view type_name() const noexcept override { return "range_iterator"; }

 private:
  const Range& range_;
  std::size_t size_;
  std::size_t at_ = 0;
  bool backwards_;
};

std::span<const Value> characters(State& state, const Str& text) {
  List* items = state.arena.make<List>();
  StrIterator each(text);
  for (Value item; each.next(state, item);) items->push(state.arena, item);
  return items->span();
}

}  // namespace

bool ListIterator::next(State&, Value& out) {
  if (at_ >= items_.size()) return false;
  out = items_[backwards_ ? items_.size() - 1 - at_ : at_];
  ++at_;
  return true;
}

bool DictIterator::next(State& state, Value& out) {
  if (at_ >= dict_.size) return false;
  const DictEntry& entry = dict_.entries[backwards_ ? dict_.size - 1 - at_ : at_];
  ++at_;
  if (part_ == DictPart::items) {
    out = state.tuple(std::array{entry.key, entry.value});
  } else {
    out = part_ == DictPart::keys ? entry.key : entry.value;
  }
  return true;
}

std::string_view DictView::type_name() const noexcept {
  return part_ == DictPart::keys     ? "dict_keys"
         : part_ == DictPart::values ? "dict_values"
                                     : "dict_items";
}

Iterator* DictView::iterate(State& state) {
  return state.arena.make<DictIterator>(dict_, part_, false);
}

Iterator* DictView::reversed(State& state) {
  return state.arena.make<DictIterator>(dict_, part_, true);
}

bool DictView::equals(State& state, Object* other) {
  if (this == other) return true;
  if (other->type_name() != type_name() || part_ == DictPart::values) return false;
  const auto& view = static_cast<const DictView&>(*other);
  if (view.dict_.size != dict_.size) return false;
  for (std::size_t i = 0; i < dict_.size; ++i) {
    const Value found = view.dict_.find(dict_.entries[i].key);
    if (!found.given()) return false;
    if (part_ == DictPart::items && !jinja::equals(state, found, dict_.entries[i].value)) {
      return false;
    }
  }
  return true;
}

std::string DictView::repr(State& state) {
  Iterator* items = iterate(state);
  List* all = state.arena.make<List>();
  for (Value item; items->next(state, item);) all->push(state.arena, item);
  return std::string(type_name()) + "(" + jinja::repr(state, Value::of_list(all)) + ")";
}

Range::Range(std::int64_t start, std::int64_t stop, std::int64_t step) noexcept
    : start_(start), stop_(stop), step_(step), size_(0) {
  const auto first = static_cast<std::uint64_t>(start);
  const auto last = static_cast<std::uint64_t>(stop);
  if (step > 0 && start < stop) {
    size_ = static_cast<std::size_t>((last - first - 1) / static_cast<std::uint64_t>(step) + 1);
  } else if (step < 0 && start > stop) {
    const std::uint64_t down = std::uint64_t{0} - static_cast<std::uint64_t>(step);
    size_ = static_cast<std::size_t>((first - last - 1) / down + 1);
  }
}

std::int64_t Range::at(std::size_t i) const noexcept {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) +
                                   static_cast<std::uint64_t>(step_) * i);
}

Value Range::attribute(State&, std::string_view name) {
  if (name == "start") return Value::of(start_);
  if (name == "stop") return Value::of(stop_);
  if (name == "step") return Value::of(step_);
  return {};
}

Value Range::item(State&, const Value& key) {
  const auto index = as_index(key);
  if (!index) return {};
  const auto size = static_cast<std::int64_t>(size_);
  const std::int64_t place = *index < 0 ? *index + size : *index;
  return place < 0 || place >= size ? Value{} : Value::of(at(static_cast<std::size_t>(place)));
}

Iterator* Range::iterate(State& state) {
  return state.arena.make<RangeIterator>(*this, size_, false);
}

Iterator* Range::reversed(State& state) {
  return state.arena.make<RangeIterator>(*this, size_, true);
}

bool Range::equals(State&, Object* other) {
  if (other->type_name() != type_name()) return false;
  const auto& range = static_cast<const Range&>(*other);
  if (size_ != range.size_) return false;
  return size_ == 0 || (start_ == range.start_ && (size_ == 1 || step_ == range.step_));
}

std::string Range::repr(State&) {
  std::string out = "range(" + std::to_string(start_) + ", " + std::to_string(stop_);
  if (step_ != 1) out += ", " + std::to_string(step_);
  return out + ")";
}

Iterator* try_iterate(State& state, const Value& value) {
  switch (value.kind) {
    case Kind::undefined: return state.arena.make<ListIterator>(std::span<const Value>{}, false);
    case Kind::list:
    case Kind::tuple: return state.arena.make<ListIterator>(value.list->span(), false);
    case Kind::string: return state.arena.make<StrIterator>(*value.string);
    case Kind::dict: return state.arena.make<DictIterator>(*value.dict, DictPart::keys, false);
    case Kind::object: return value.object->iterate(state);
    default: return nullptr;
  }
}

Iterator* iterate(State& state, const Value& value) {
  Iterator* items = try_iterate(state, value);
  if (items == nullptr) throw_type("'" + bare_type_name(value) + "' object is not iterable");
  return items;
}

Iterator* iterate_reversed(State& state, const Value& value) {
  Iterator* items = nullptr;
  if (value.is(Kind::list) || value.is(Kind::tuple)) {
    items = state.arena.make<ListIterator>(value.list->span(), true);
  } else if (value.is_string()) {
    items = state.arena.make<ListIterator>(characters(state, *value.string), true);
  } else if (value.is(Kind::dict)) {
    items = state.arena.make<DictIterator>(*value.dict, DictPart::keys, true);
  } else if (value.is(Kind::object)) {
    items = value.object->reversed(state);
  } else if (value.is(Kind::undefined)) {  // it has a length, 0, and items
    items = state.arena.make<ListIterator>(std::span<const Value>{}, true);
  }
  if (items == nullptr) throw_type("'" + bare_type_name(value) + "' object is not reversible");
  return items;
}

List* collect(State& state, const Value& value) {
  Iterator* items = iterate(state, value);
  List* out = state.arena.make<List>();
  for (Value item; items->next(state, item);) {
    state.step();
    out->push(state.arena, item);
  }
  return out;
}

std::optional<std::size_t> length_of(State& state, const Value& value) {
  switch (value.kind) {
    case Kind::undefined: return 0;
    case Kind::string: return value.string->length;
    case Kind::list:
    case Kind::tuple: return value.list->size;
    case Kind::dict: return value.dict->size;
    case Kind::object: return value.object->length(state);
    default: return std::nullopt;
  }
}

}  // namespace penstock::jinja
