// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/value.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

#include "generation/jinja/operators.hpp"

namespace penstock::jinja {
namespace {

constexpr std::size_t kIndexedFrom = 12;  // entries from which a dict has an index

template <class T>
void reserve_one(Arena& arena, T*& items, std::size_t size, std::size_t& capacity) {
  if (size < capacity) return;
  const std::size_t wanted = capacity == 0 ? 4 : capacity * 2;
  T* larger = arena.array<T>(wanted);
  std::copy(items, items + size, larger);
  items = larger;
  capacity = wanted;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  return (a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6) + (a >> 2))) * 0xFF51AFD7ED558CCDULL;
}

// Equal numbers hash alike: True, 1 and 1.0 are one key.
std::uint64_t hash_number(double value) noexcept {
  if (value == 0.0) value = 0.0;
  return std::bit_cast<std::uint64_t>(value) * 0x9E3779B97F4A7C15ULL;
}

}  // namespace

void List::push(Arena& arena, Value value) {
  reserve_one(arena, items, size, capacity);
  items[size++] = value;
}

std::uint64_t hash_of(const Value& value) {
  switch (value.kind) {
    case Kind::none: return 3;
    case Kind::boolean: return hash_number(value.boolean ? 1.0 : 0.0);
    case Kind::integer: return hash_number(static_cast<double>(value.integer));
    case Kind::floating: return hash_number(value.floating);
    case Kind::string: return std::hash<std::string_view>{}(value.text());
    case Kind::tuple: {
      std::uint64_t hash = 7;
      for (const Value& item : value.list->span()) hash = mix(hash, hash_of(item));
      return hash;
    }
    case Kind::list:
    case Kind::dict: throw_type("unhashable type: '" + std::string(type_name(value)) + "'");
    case Kind::object: return std::hash<const void*>{}(value.object);
    case Kind::missing:
    case Kind::undefined: break;
  }
  return 5;
}

DictEntry* Dict::entry(Value key, std::uint64_t hash) const {
  if (index == nullptr) {
    for (std::size_t i = 0; i < size; ++i) {
      if (same_key(entries[i].key, key)) return entries + i;
    }
    return nullptr;
  }
  for (std::size_t at = hash & index_mask; index[at] != 0; at = (at + 1) & index_mask) {
    DictEntry& candidate = entries[index[at] - 1];
    if (same_key(candidate.key, key)) return &candidate;
  }
  return nullptr;
}

void Dict::rebuild(Arena& arena) {
  const std::size_t slots = std::bit_ceil(capacity * 2 + 1);
  index = arena.array<std::uint32_t>(slots);
  index_mask = slots - 1;
  for (std::size_t i = 0; i < size; ++i) {
    std::size_t at = hash_of(entries[i].key) & index_mask;
    while (index[at] != 0) at = (at + 1) & index_mask;
    index[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void Dict::set(Arena& arena, Value key, Value value) {
  const std::uint64_t hash = hash_of(key);
  if (DictEntry* found = entry(key, hash)) {
    found->value = value;
    return;
  }
  const bool full = size == capacity;
  reserve_one(arena, entries, size, capacity);
  entries[size++] = {key, value};
  if (size < kIndexedFrom) return;
  if (full || index == nullptr) {
    rebuild(arena);
    return;
  }
  std::size_t at = hash & index_mask;
  while (index[at] != 0) at = (at + 1) & index_mask;
  index[at] = static_cast<std::uint32_t>(size);
}

Value Dict::find(Value key) const {
  const DictEntry* found = entry(key, hash_of(key));
  return found == nullptr ? Value{} : found->value;
}

Value Dict::find(std::string_view key) const noexcept {
  if (index != nullptr) {
    const std::size_t hash = std::hash<std::string_view>{}(key);
    for (std::size_t at = hash & index_mask; index[at] != 0; at = (at + 1) & index_mask) {
      const DictEntry& candidate = entries[index[at] - 1];
      if (candidate.key.is_string() && candidate.key.text() == key) return candidate.value;
    }
    return {};
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (entries[i].key.is_string() && entries[i].key.text() == key) return entries[i].value;
  }
  return {};
}

Value Object::call(State&, Args&) {
  throw_type("'" + std::string(type_name()) + "' object is not callable");
}

std::string Object::repr(State&) { return "<" + std::string(type_name()) + " object>"; }

void Args::bind(std::string_view function, std::span<const std::string_view> names,
                std::size_t required, Bound& out) const {
  const std::string call = std::string(function) + "()";
  if (values.size() > names.size()) {
    throw_type(call + " takes at most " + std::to_string(names.size()) + " arguments (" +
               std::to_string(values.size()) + " given)");
  }
  std::copy(values.begin(), values.end(), out);
  for (const Keyword& keyword : keywords) {
    const auto found = std::find(names.begin(), names.end(), keyword.name);
    if (found == names.end()) {
      throw_type(call + " got an unexpected keyword argument '" + std::string(keyword.name) + "'");
    }
    Value& slot = out[found - names.begin()];
    if (slot.given()) {
      throw_type(call + " got multiple values for argument '" + std::string(keyword.name) + "'");
    }
    slot = keyword.value;
  }
  for (std::size_t i = 0; i < required; ++i) {
    if (out[i].given()) continue;
    throw_type(call + " missing a required argument: '" + std::string(names[i]) + "'");
  }
}

std::string_view type_name(const Value& value) noexcept {
  static constexpr std::array<std::string_view, 10> kNames = {
      "missing",  "jinja2.runtime.Undefined",
      "NoneType", "bool",
      "int",      "float",
      "str",      "list",
      "tuple",    "dict"};
  if (value.is(Kind::object)) return value.object->type_name();
  if (value.is(Kind::string) && value.string->markup) return "markupsafe.Markup";
  return kNames[static_cast<std::size_t>(value.kind)];
}

}  // namespace penstock::jinja
