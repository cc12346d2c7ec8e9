// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "generation/jinja/state.hpp"

// Python's operators, truth and iteration.

namespace penstock::jinja {

enum class Binary : std::uint8_t { add, sub, mul, div, floordiv, mod, pow };
enum class Comparison : std::uint8_t { eq, ne, lt, le, gt, ge, in, not_in };

[[nodiscard]] Value binary(State& state, Binary op, const Value& left, const Value& right);
[[nodiscard]] Value negative(State& state, const Value& value);
[[nodiscard]] Value positive(State& state, const Value& value);

[[nodiscard]] bool truth(State& state, const Value& value);
[[nodiscard]] bool equals(State& state, const Value& left, const Value& right, int depth = 0);
// Whether two dict keys are one: equality of values that have a hash.
[[nodiscard]] bool same_key(const Value& left, const Value& right) noexcept;
// left < right; `op` names the operator in errors.
[[nodiscard]] bool less(State& state, const Value& left, const Value& right,
                        std::string_view op = "<");
[[nodiscard]] bool compare(State& state, Comparison op, const Value& left, const Value& right);
[[nodiscard]] bool contains(State& state, const Value& container, const Value& item);

// Null if `value` cannot be iterated.
[[nodiscard]] Iterator* try_iterate(State& state, const Value& value);
// Throws Fault{type_error} instead.
[[nodiscard]] Iterator* iterate(State& state, const Value& value);
[[nodiscard]] Iterator* iterate_reversed(State& state, const Value& value);
// list(value)
[[nodiscard]] List* collect(State& state, const Value& value);
// len(value), nothing where there is none.
[[nodiscard]] std::optional<std::size_t> length_of(State& state, const Value& value);

// int or bool as an index.
[[nodiscard]] std::optional<std::int64_t> as_index(const Value& value) noexcept;
[[nodiscard]] bool is_number(const Value& value) noexcept;
[[nodiscard]] double as_double(const Value& number) noexcept;

}  // namespace penstock::jinja
