// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "generation/jinja/state.hpp"

// str() and repr() of Python.

namespace penstock::jinja {

// str(value); a Markup becomes a plain string.
[[nodiscard]] const Str* to_str(State& state, const Value& value);
// soft_str of markupsafe: as to_str, but a string stays what it is.
[[nodiscard]] const Str* soft_str(State& state, const Value& value);
void append_str(State& state, std::string& out, const Value& value);
void append_repr(State& state, std::string& out, const Value& value, int depth = 0);
[[nodiscard]] std::string repr(State& state, const Value& value);

// repr() of a string and of a float.
[[nodiscard]] std::string str_repr(std::string_view text);
[[nodiscard]] std::string float_repr(double value);

// type(value).__name__
[[nodiscard]] std::string bare_type_name(const Value& value);

// Throws the error that using `value`, which is undefined, raises.
[[noreturn]] void throw_undefined(State& state, const Value& value);

}  // namespace penstock::jinja
