// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "generation/jinja/state.hpp"

// Filters, tests and global functions, by their Jinja names.

namespace penstock::jinja {

// `args.values` starts with the value that is filtered or tested.
struct FilterEntry {
  std::string_view name;
  Value (*call)(State& state, const Args& args);
};

// Null if there is none.
[[nodiscard]] const FilterEntry* find_filter(std::string_view name) noexcept;
[[nodiscard]] const FilterEntry* find_test(std::string_view name) noexcept;
// range, dict, namespace, raise_exception, ...; missing if there is none.
[[nodiscard]] Value find_global(State& state, std::string_view name);

// The tables of the files filters_*.cpp.
[[nodiscard]] std::span<const FilterEntry> text_filters() noexcept;
[[nodiscard]] std::span<const FilterEntry> layout_filters() noexcept;
[[nodiscard]] std::span<const FilterEntry> number_filters() noexcept;
[[nodiscard]] std::span<const FilterEntry> sequence_filters() noexcept;
[[nodiscard]] std::span<const FilterEntry> select_filters() noexcept;
[[nodiscard]] std::span<const FilterEntry> order_filters() noexcept;

// json.dumps, as transformers' tojson calls it.
[[nodiscard]] Value tojson(State& state, const Args& args);
// item.a.b.0 by the sandbox's rules for a dotted `attribute`, a string or an index.
[[nodiscard]] Value get_path(State& state, const Value& item, const Value& attribute);

// A namespace's `name`; throws Fault{runtime} if `target` is not one.
void set_namespace(State& state, const Value& target, const Str* name, const Value& value);

}  // namespace penstock::jinja
