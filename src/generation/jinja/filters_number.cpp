// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <optional>

#include "core/utf8.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/formatting.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

// Filters on numbers, and those that make them.

namespace penstock::jinja {
namespace {

// Digits with single underscores between them, as Python's int() and float() read them.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out += text[i];
      continue;
    }
    const auto digit = [&](std::size_t at) {
      return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    if (i == 0 || !digit(i - 1) || !digit(i + 1)) return std::nullopt;
  }
  return out;
}

int digit_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

// int(text, base), nothing where it raises ValueError.
std::optional<std::int64_t> parse_int(std::string_view text, std::int64_t base) {
  if (base != 0 && (base < 2 || base > 36)) return std::nullopt;
  text = strip_space(text, true, true);
  bool minus = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    minus = text[0] == '-';
    text.remove_prefix(1);
  }
  const char mark = text.size() > 1 && text[0] == '0' ? static_cast<char>(text[1] | 0x20) : '\0';
  const std::int64_t prefixed = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
  if (prefixed != 0 && (base == 0 || base == prefixed)) {
    base = prefixed;
    text.remove_prefix(2);
    if (!text.empty() && text[0] == '_') text.remove_prefix(1);
  } else if (base == 0) {
    base = 10;
    if (text.size() > 1 && text[0] == '0' &&
        text.find_first_not_of("0_") != std::string_view::npos) {
      return std::nullopt;
    }
  }
  const auto digits = without_underscores(text);
  if (!digits || digits->empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : *digits) {
    const int digit = digit_value(c);
    if (digit >= base) return std::nullopt;
    if (__builtin_mul_overflow(value, base, &value) ||
        __builtin_sub_overflow(value, std::int64_t{digit}, &value)) {
      throw Fault(FaultType::overflow, "an integer of the template passes 64 bits");
    }
  }
  if (!minus && value == INT64_MIN) {
    throw Fault(FaultType::overflow, "an integer of the template passes 64 bits");
  }
  return minus ? value : -value;
}

// float(text), nothing where it raises ValueError.
std::optional<double> parse_float(std::string_view text) {
  const auto plain = without_underscores(strip_space(text, true, true));
  if (!plain || plain->empty()) return std::nullopt;
  std::string_view rest = *plain;
  const bool minus = rest[0] == '-';
  if (rest[0] == '-' || rest[0] == '+') rest.remove_prefix(1);
  const std::string lower = python::lower(rest);
  double value = 0;
  if (lower == "inf" || lower == "infinity") {
    value = HUGE_VAL;
  } else if (lower == "nan") {
    value = std::nan("");
  } else {
    if (rest.empty() || (rest[0] != '.' && (rest[0] < '0' || rest[0] > '9'))) return std::nullopt;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (read.ptr != rest.data() + rest.size()) return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) value = std::strtod(plain->c_str(), nullptr);
    if (read.ec == std::errc::result_out_of_range) return value;
    if (read.ec != std::errc()) return std::nullopt;
  }
  return minus ? -value : value;
}

// float(value), nothing where it raises TypeError or ValueError.
std::optional<double> to_float(State& state, const Value& value) {
  if (is_number(value)) return as_double(value);
  if (value.is_string()) return parse_float(value.text());
  if (value.is(Kind::undefined)) throw_undefined(state, value);
  return std::nullopt;
}

Value int_filter(State& state, const Args& args) {
  const Bound given(args, "do_int", 1, {"value", "default", "base"});
  const Value fallback = given[1].given() ? given[1] : Value::of(std::int64_t{0});
  const std::int64_t base = given[2].given() ? as_index(given[2]).value_or(10) : 10;
  if (const auto index = as_index(given[0])) return Value::of(*index);
  if (given[0].is_string()) {
    if (const auto read = parse_int(given[0].text(), base)) return Value::of(*read);
  }
  const auto number = to_float(state, given[0]);
  if (!number || std::isnan(*number)) return fallback;
  if (std::isinf(*number)) {
    // int(inf) raises OverflowError, which only the second try forgives.
    if (given[0].is_string()) return fallback;
    throw Fault(FaultType::overflow, "cannot convert float infinity to integer");
  }
  return Value::of(truncated(*number));
}

Value float_filter(State& state, const Args& args) {
  const Bound given(args, "do_float", 1, {"value", "default"});
  if (const auto number = to_float(state, given[0])) return Value::of(*number);
  return given[1].given() ? given[1] : Value::of(0.0);
}

Value abs_filter(State& state, const Args& args) {
  const Bound given(args, "abs", 1, {"x"});
  if (given[0].is(Kind::floating)) return Value::of(std::fabs(given[0].floating));
  if (given[0].is(Kind::undefined)) throw_type("bad operand type for abs(): 'Undefined'");
  const auto index = as_index(given[0]);
  if (!index) throw_type("bad operand type for abs(): '" + bare_type_name(given[0]) + "'");
  return *index < 0 ? negative(state, Value::of(*index)) : Value::of(*index);
}

// round(value, digits) of Python: correct decimal rounding, halves to even of what is exact.
double round_decimal(double value, std::int64_t digits) {
  if (std::isnan(value) || std::isinf(value) || digits > 323) return value;
  if (digits < -308) return std::copysign(0.0, value);
  if (digits >= 0) {
    return std::strtod(float_digits(value, 'f', static_cast<int>(digits), false).c_str(), nullptr);
  }
  const double power = std::pow(10.0, static_cast<double>(-digits));
  return std::nearbyint(value / power) * power;
}

Value round_filter(State& state, const Args& args) {
  const Bound given(args, "do_round", 1, {"value", "precision", "method"});
  const Value method = given[2].given() ? given[2] : state.borrow("common");
  const std::string_view how = method.is_string() ? method.text() : "";
  if (how != "common" && how != "ceil" && how != "floor") {
    throw_value("method must be common, ceil or floor");
  }
  const Value& value = given[0];
  if (!is_number(value)) {
    if (value.is(Kind::undefined) && how != "common") throw_undefined(state, value);
    throw_type("type " + bare_type_name(value) + " doesn't define __round__ method");
  }
  const std::int64_t digits = given[1].given() ? as_index(given[1]).value_or(0) : 0;
  if (how == "common") {
    if (value.is(Kind::floating)) return Value::of(round_decimal(value.floating, digits));
    const std::int64_t whole = as_index(value).value_or(0);
    if (digits >= 0) return Value::of(whole);
    return Value::of(truncated(round_decimal(static_cast<double>(whole), digits)));
  }
  const Value power = binary(state, Binary::pow, Value::of(std::int64_t{10}), Value::of(digits));
  const Value scaled = binary(state, Binary::mul, value, power);
  const double number = as_double(scaled);
  const double moved = how == "ceil" ? std::ceil(number) : std::floor(number);
  const Value whole = Value::of(truncated(moved));
  return binary(state, Binary::div, whole, power);
}

Value filesizeformat(State& state, const Args& args) {
  static constexpr char kUnits[] = {'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'};
  const Bound given(args, "do_filesizeformat", 1, {"value", "binary"});
  const auto number = to_float(state, given[0]);
  if (!number) throw_value("could not convert string to float: " + repr(state, given[0]));
  const bool binary_units = given[1].given() && truth(state, given[1]);
  const double base = binary_units ? 1024 : 1000;
  if (*number == 1) return state.str("1 Byte");
  if (*number < base) return state.str(std::to_string(truncated(*number)) + " Bytes");
  double unit = base;
  std::string suffix;
  for (const char letter : kUnits) {
    unit *= base;
    suffix = binary_units ? std::string(1, letter == 'k' ? 'K' : letter) + "iB"
                          : std::string(1, letter) + "B";
    if (*number < unit) break;
  }
  return state.str(float_digits(base * *number / unit, 'f', 1, false) + " " + suffix);
}

constexpr FilterEntry kNumberFilters[] = {
    {"int", int_filter},
    {"float", float_filter},
    {"abs", abs_filter},
    {"round", round_filter},
    {"filesizeformat", filesizeformat},
};

}  // namespace

std::span<const FilterEntry> number_filters() noexcept { return kNumberFilters; }

}  // namespace penstock::jinja
