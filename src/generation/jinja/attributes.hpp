// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "generation/jinja/state.hpp"

// a.b and a[b] by the rules of Jinja's immutable sandbox.

namespace penstock::jinja {

struct Method {
  std::string_view name;
  // Null: the sandbox refuses it, since it would change the value.
  Value (*call)(State& state, const Value& self, const Args& args);
};

// The methods of one name, by the type that has it; null where there is none.
struct Methods {
  const Method* str = nullptr;
  const Method* list = nullptr;
  const Method* tuple = nullptr;
  const Method* dict = nullptr;

  [[nodiscard]] const Method* of(const Value& value) const noexcept;
};

[[nodiscard]] std::span<const Method> str_methods() noexcept;
[[nodiscard]] std::span<const Method> dict_methods() noexcept;
[[nodiscard]] std::span<const Method> list_methods() noexcept;

[[nodiscard]] Methods find_methods(std::string_view name) noexcept;

// The attribute before the item. `methods` are those of `name` where the caller knows them.
[[nodiscard]] Value get_attribute(State& state, const Value& object, const Str& name);
[[nodiscard]] Value get_attribute(State& state, const Value& object, const Str& name,
                                  const Methods& methods);
// The item before the attribute.
[[nodiscard]] Value get_item(State& state, const Value& object, const Value& key);

// call(value, args); throws Fault{type_error} if it cannot be called.
[[nodiscard]] Value call_value(State& state, const Value& callee, Args& args);
[[nodiscard]] bool is_callable(const Value& value) noexcept;
// Throws what the use of a refused method raises.
[[nodiscard]] Value refused(State& state, const Value& object, std::string_view name);

}  // namespace penstock::jinja
