// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "generation/jinja/arena.hpp"
#include "generation/jinja/fault.hpp"

// Python's values as a template sees them.
//
// A Value is two words and is copied freely; what it points to lives in an Arena. Lists and dicts
// do not change once they are built: the sandbox of the reference refuses every method that would.

namespace penstock::jinja {

class State;
struct Args;
struct List;
struct Dict;
struct Undefined;
class Object;

// Bytes that a longer string may be appended to in place.
struct StrBuffer {
  char* data;
  std::size_t used;
  std::size_t capacity;
};

// UTF-8. `length` counts code points; equal to `size` when all are ASCII.
struct Str {
  const char* data = nullptr;
  std::size_t size = 0;
  std::size_t length = 0;
  StrBuffer* buffer = nullptr;
  bool markup = false;  // markupsafe.Markup: text added to it is escaped

  [[nodiscard]] std::string_view view() const noexcept { return {data, size}; }
  [[nodiscard]] bool ascii() const noexcept { return size == length; }
};

enum class Kind : std::uint8_t {
  missing,  // no value: an unset variable or an argument that was not given
  undefined,
  none,
  boolean,
  integer,
  floating,
  string,
  list,
  tuple,
  dict,
  object,
};

struct Value {
  Kind kind = Kind::missing;
  union {
    bool boolean;
    std::int64_t integer = 0;
    double floating;
    const Str* string;
    List* list;  // of a list and of a tuple
    Dict* dict;
    const Undefined* undefined;
    Object* object;
  };

  [[nodiscard]] bool is(Kind k) const noexcept { return kind == k; }
  [[nodiscard]] bool given() const noexcept { return kind != Kind::missing; }
  [[nodiscard]] bool is_string() const noexcept { return kind == Kind::string; }
  [[nodiscard]] std::string_view text() const noexcept { return string->view(); }

  static Value none() noexcept;
  static Value of(bool value) noexcept;
  static Value of(std::int64_t value) noexcept;
  static Value of(double value) noexcept;
  static Value of(const Str* value) noexcept;
  static Value of(Dict* value) noexcept;
  static Value of(Object* value) noexcept;
  static Value of_list(List* value) noexcept;
  static Value of_tuple(List* value) noexcept;
};

struct List {
  Value* items = nullptr;
  std::size_t size = 0;
  std::size_t capacity = 0;
  bool group = false;  // the (grouper, list) pair of `groupby`

  void push(Arena& arena, Value value);
  [[nodiscard]] std::span<Value> span() const noexcept { return {items, size}; }
};

struct DictEntry {
  Value key;
  Value value;
};

// Insertion order, as Python's dict. Beyond a few entries an index answers look-ups.
struct Dict {
  DictEntry* entries = nullptr;
  std::size_t size = 0;
  std::size_t capacity = 0;
  std::uint32_t* index = nullptr;  // 0: free, else 1 + entry
  std::size_t index_mask = 0;

  // The value of an equal key is replaced. Throws Fault{type_error} for a key without a hash.
  void set(Arena& arena, Value key, Value value);
  // Missing if there is none.
  [[nodiscard]] Value find(Value key) const;
  [[nodiscard]] Value find(std::string_view key) const noexcept;

 private:
  [[nodiscard]] DictEntry* entry(Value key, std::uint64_t hash) const;
  void rebuild(Arena& arena);
};

// jinja2.Undefined: prints as nothing, is false and empty, and fails on anything else.
struct Undefined {
  const Str* hint = nullptr;
  Value object;  // whose attribute or item was asked for; missing for a variable
  Value name;
  bool security = false;  // an attribute that the sandbox refuses
};

// One pass over something; `next` answers false at the end.
class Iterator;

// Anything else: ranges, views, generators, macros, functions, loop, namespace.
class Object {
 public:
  // Python's name of the type, with its module where that is not builtins.
  [[nodiscard]] virtual std::string_view type_name() const noexcept = 0;
  // Missing if there is no such attribute.
  [[nodiscard]] virtual Value attribute(State&, std::string_view) { return {}; }
  // Missing if there is no such item.
  [[nodiscard]] virtual Value item(State&, const Value&) { return {}; }
  [[nodiscard]] virtual bool callable() const noexcept { return false; }
  [[nodiscard]] virtual Value call(State& state, Args& args);
  // Null: not iterable.
  [[nodiscard]] virtual Iterator* iterate(State&) { return nullptr; }
  [[nodiscard]] virtual Iterator* reversed(State&) { return nullptr; }
  [[nodiscard]] virtual std::optional<std::size_t> length(State&) { return std::nullopt; }
  [[nodiscard]] virtual bool sequence() const noexcept { return false; }
  [[nodiscard]] virtual bool equals(State&, Object* other) { return this == other; }
  [[nodiscard]] virtual std::string repr(State& state);

 protected:
  Object() = default;
  Object(const Object&) = default;
  Object& operator=(const Object&) = default;
  ~Object() = default;
};

class Iterator : public Object {
 public:
  [[nodiscard]] virtual bool next(State& state, Value& out) = 0;
  [[nodiscard]] std::string_view type_name() const noexcept override { return "generator"; }
  [[nodiscard]] Iterator* iterate(State&) override { return this; }

 protected:
  ~Iterator() = default;
};

struct Keyword {
  std::string_view name;
  Value value;
};

inline constexpr std::size_t kMaxParameters = 8;

// The arguments of a call, the value itself first where it is a filter, a test or a method.
struct Args {
  std::span<const Value> values;
  std::span<const Keyword> keywords;

  // Positional and keyword arguments by parameter name; missing where not given.
  using Bound = Value[kMaxParameters];
  // Throws Fault{type_error} for too many, too few or unknown ones. `function` names it in errors.
  void bind(std::string_view function, std::span<const std::string_view> names,
            std::size_t required, Bound& out) const;
};

[[nodiscard]] std::uint64_t hash_of(const Value& value);

// "dict", "str", "jinja2.runtime.Macro": type(value).__name__ with its module.
[[nodiscard]] std::string_view type_name(const Value& value) noexcept;

inline Value Value::none() noexcept {
  Value v;
  v.kind = Kind::none;
  return v;
}
inline Value Value::of(bool value) noexcept {
  Value v;
  v.kind = Kind::boolean;
  v.boolean = value;
  return v;
}
inline Value Value::of(std::int64_t value) noexcept {
  Value v;
  v.kind = Kind::integer;
  v.integer = value;
  return v;
}
inline Value Value::of(double value) noexcept {
  Value v;
  v.kind = Kind::floating;
  v.floating = value;
  return v;
}
inline Value Value::of(const Str* value) noexcept {
  Value v;
  v.kind = Kind::string;
  v.string = value;
  return v;
}
inline Value Value::of(Dict* value) noexcept {
  Value v;
  v.kind = Kind::dict;
  v.dict = value;
  return v;
}
inline Value Value::of(Object* value) noexcept {
  Value v;
  v.kind = Kind::object;
  v.object = value;
  return v;
}
inline Value Value::of_list(List* value) noexcept {
  Value v;
  v.kind = Kind::list;
  v.list = value;
  return v;
}
inline Value Value::of_tuple(List* value) noexcept {
  Value v;
  v.kind = Kind::tuple;
  v.list = value;
  return v;
}

}  // namespace penstock::jinja
