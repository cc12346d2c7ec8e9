// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "generation/jinja/state.hpp"

// Python's two ways to format: "%s" % values and "{}".format(values).

namespace penstock::jinja {

// One field of a format: what stands between the value and its text.
struct FieldFormat {
  std::string fill = " ";
  char align = 0;   // '<', '>', '^', '='; 0: what suits the type
  char sign = '-';  // '-', '+', ' '
  bool alternate = false;
  bool zero = false;
  int width = 0;
  char grouping = 0;  // ',' or '_'
  std::optional<int> precision;
  char type = 0;
};

// text % values. A Markup escapes what it is given.
[[nodiscard]] Value percent_format(State& state, const Str& text, const Value& values);
// text.format(*args, **kwargs), attributes and items looked up by the sandbox's rules.
[[nodiscard]] Value brace_format(State& state, const Str& text, const Args& args);
// format(value, spec)
[[nodiscard]] std::string format_value(State& state, const Value& value, std::string_view spec);

// The digits of a number without its sign, as 'd', 'b', 'o', 'x', 'X', 'c' print an integer.
[[nodiscard]] std::string integer_digits(std::uint64_t magnitude, char type);
// The same for 'e', 'E', 'f', 'F', 'g', 'G', '%' and a float; 'r' is repr().
[[nodiscard]] std::string float_digits(double magnitude, char type, int precision, bool alternate);
// Fills up to the field's width; `number` lets '=' and zero padding follow the sign and prefix.
[[nodiscard]] std::string padded(const FieldFormat& field, std::string_view lead,
                                 std::string_view body, char default_align);
// An int from a float or a bool, as int() does; throws what int() raises.
[[nodiscard]] std::int64_t truncated(double value);
// repr() with everything beyond ASCII escaped.
[[nodiscard]] std::string ascii_repr(State& state, const Value& value);

}  // namespace penstock::jinja
