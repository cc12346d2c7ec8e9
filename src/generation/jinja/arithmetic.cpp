// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "generation/jinja/formatting.hpp"
#include "generation/jinja/markup.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr std::array<std::string_view, 7> kSymbols = {"+", "-", "*", "/", "//", "%", "** or pow()"};

[[noreturn]] void throw_overflow() {
  throw Fault(FaultType::overflow, "an integer of the template passes 64 bits");
}

[[noreturn]] void throw_zero(const char* message) {
  throw Fault(FaultType::zero_division, message);
}

[[noreturn]] void throw_operands(Binary op, const Value& left, const Value& right) {
  throw_type("unsupported operand type(s) for " +
             std::string(kSymbols[static_cast<std::size_t>(op)]) + ": '" + bare_type_name(left) +
             "' and '" + bare_type_name(right) + "'");
}

std::int64_t int_of(const Value& value) noexcept {
  return value.is(Kind::boolean) ? (value.boolean ? 1 : 0) : value.integer;
}

std::int64_t power(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) throw_overflow();
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) throw_overflow();
  }
  return result;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  if (b == -1) {
    std::int64_t negated = 0;
    if (__builtin_sub_overflow(std::int64_t{0}, a, &negated)) throw_overflow();
    return negated;
  }
  const std::int64_t quotient = a / b;
  return a % b != 0 && ((a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

Value float_power(double a, double b) {
  if (a == 0.0 && b < 0) throw_zero("0.0 cannot be raised to a negative power");
  if (a < 0 && b != std::floor(b)) {
    throw Fault(FaultType::unsupported, "a power of a negative number that is not real");
  }
  const double result = std::pow(a, b);
  if (std::isinf(result) && !std::isinf(a) && !std::isinf(b)) {
    throw Fault(FaultType::overflow, "(34, 'Numerical result out of range')");
  }
  return Value::of(result);
}

Value integers(Binary op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case Binary::add: overflow = __builtin_add_overflow(a, b, &result); break;
    case Binary::sub: overflow = __builtin_sub_overflow(a, b, &result); break;
    case Binary::mul: overflow = __builtin_mul_overflow(a, b, &result); break;
    case Binary::div:
      if (b == 0) throw_zero("division by zero");
      return Value::of(static_cast<double>(a) / static_cast<double>(b));
    case Binary::floordiv:
      if (b == 0) throw_zero("integer division or modulo by zero");
      result = floor_divide(a, b);
      break;
    case Binary::mod:
      if (b == 0) throw_zero("integer modulo by zero");
      result = b == -1 ? 0 : a % b;
      if (result != 0 && ((result < 0) != (b < 0))) result += b;
      break;
    case Binary::pow:
      if (b < 0) return float_power(static_cast<double>(a), static_cast<double>(b));
      result = power(a, b);
      break;
  }
  if (overflow) throw_overflow();
  return Value::of(result);
}

double float_mod(double a, double b) {
  double result = std::fmod(a, b);
  if (result != 0.0) {
    if ((result < 0) != (b < 0)) result += b;
  } else {
    result = std::copysign(0.0, b);
  }
  return result;
}

double float_floor_divide(double a, double b) {
  double quotient = (a - float_mod(a, b)) / b;
  if (quotient == 0.0) return std::copysign(0.0, a / b);
  const double floored = std::floor(quotient);
  return quotient - floored > 0.5 ? floored + 1.0 : floored;
}

Value floats(Binary op, double a, double b) {
  switch (op) {
    case Binary::add: return Value::of(a + b);
    case Binary::sub: return Value::of(a - b);
    case Binary::mul: return Value::of(a * b);
    case Binary::div:
      if (b == 0) throw_zero("float division by zero");
      return Value::of(a / b);
    case Binary::floordiv:
      if (b == 0) throw_zero("float floor division by zero");
      return Value::of(float_floor_divide(a, b));
    case Binary::mod:
      if (b == 0) throw_zero("float modulo");
      return Value::of(float_mod(a, b));
    case Binary::pow: break;
  }
  return float_power(a, b);
}

Value repeat(State& state, const Value& sequence, std::int64_t times) {
  const auto count = static_cast<std::size_t>(times < 0 ? 0 : times);
  if (sequence.is_string()) {
    const std::string_view text = sequence.text();
    if (!text.empty())
      state.check_output(count > SIZE_MAX / text.size() ? SIZE_MAX : count * text.size());
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count && !text.empty(); ++i) out.append(text);
    state.step(out.size() / 64);
    return state.str(out, sequence.string->markup);
  }
  List* made = state.arena.make<List>();
  for (std::size_t i = 0; i < count && sequence.list->size != 0; ++i) {
    state.step(sequence.list->size);
    for (const Value& item : sequence.list->span()) made->push(state.arena, item);
  }
  return sequence.is(Kind::list) ? Value::of_list(made) : Value::of_tuple(made);
}

bool repeatable(const Value& value) noexcept {
  return value.is_string() || value.is(Kind::list) || value.is(Kind::tuple);
}

Value concatenated(State& state, const Value& left, const Value& right) {
  List* made = state.arena.make<List>();
  for (const Value& part : {left, right}) {
    state.step(part.list->size);
    for (const Value& item : part.list->span()) made->push(state.arena, item);
  }
  return left.is(Kind::list) ? Value::of_list(made) : Value::of_tuple(made);
}

Value add_sequences(State& state, const Value& left, const Value& right) {
  if (left.is_string() && right.is_string()) {
    const bool markup = left.string->markup || right.string->markup;
    const Str* a = markup ? escaped(state, left) : left.string;
    const Str* b = markup ? escaped(state, right) : right.string;
    return state.joined(*a, *b, markup);
  }
  const bool lists = left.is(Kind::list) || left.is(Kind::tuple);
  if (lists && left.kind == right.kind) return concatenated(state, left, right);
  if (left.is_string() || lists) {
    const std::string type = left.is_string() ? "str" : bare_type_name(left);
    throw_type("can only concatenate " + type + " (not \"" + bare_type_name(right) + "\") to " +
               type);
  }
  throw_operands(Binary::add, left, right);
}

}  // namespace

Value binary(State& state, Binary op, const Value& left, const Value& right) {
  if (left.is(Kind::integer) && right.is(Kind::integer)) {
    return integers(op, left.integer, right.integer);
  }
  if (op == Binary::mod && left.is_string()) return percent_format(state, *left.string, right);
  if (left.is(Kind::undefined)) throw_undefined(state, left);
  if (right.is(Kind::undefined)) throw_undefined(state, right);
  if (is_number(left) && is_number(right)) {
    if (left.is(Kind::floating) || right.is(Kind::floating)) {
      return floats(op, as_double(left), as_double(right));
    }
    return integers(op, int_of(left), int_of(right));
  }
  if (op == Binary::add) return add_sequences(state, left, right);
  if (op == Binary::mul) {
    if (repeatable(left) || repeatable(right)) {
      const Value& sequence = repeatable(left) ? left : right;
      const Value& times = repeatable(left) ? right : left;
      const auto count = as_index(times);
      if (!count) {
        throw_type("can't multiply sequence by non-int of type '" + bare_type_name(times) + "'");
      }
      return repeat(state, sequence, *count);
    }
  }
  throw_operands(op, left, right);
}

Value negative(State& state, const Value& value) {
  if (value.is(Kind::floating)) return Value::of(-value.floating);
  if (is_number(value)) return integers(Binary::sub, 0, int_of(value));
  if (value.is(Kind::undefined)) throw_undefined(state, value);
  throw_type("bad operand type for unary -: '" + bare_type_name(value) + "'");
}

Value positive(State& state, const Value& value) {
  if (value.is(Kind::boolean)) return Value::of(int_of(value));
  if (is_number(value)) return value;
  if (value.is(Kind::undefined)) throw_undefined(state, value);
  throw_type("bad operand type for unary +: '" + bare_type_name(value) + "'");
}

}  // namespace penstock::jinja
