// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "core/unicode.hpp"
#include "core/utf8.hpp"

namespace penstock::jinja {
namespace {

constexpr int kMaxReprDepth = 500;  // lists inside lists

// str.isprintable: no separators but the space, no controls, nothing unassigned.
bool printable(char32_t c) noexcept {
  using enum unicode::GeneralCategory;
  if (c == ' ') return true;
  constexpr std::uint32_t kHidden = unicode::category_bit(Cc) | unicode::category_bit(Cf) |
                                    unicode::category_bit(Cs) | unicode::category_bit(Co) |
                                    unicode::category_bit(Cn) | unicode::category_bit(Zl) |
                                    unicode::category_bit(Zp) | unicode::category_bit(Zs);
  return !unicode::in_categories(c, kHidden);
}

void append_escape(std::string& out, char32_t c) {
  std::array<char, 16> digits{};
  const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(digits.data(), digits.size(), format, static_cast<unsigned>(c));
  out += digits.data();
}

void append_items(State& state, std::string& out, std::span<const Value> items, int depth) {
  bool first = true;
  for (const Value& item : items) {
    if (!first) out += ", ";
    first = false;
    append_repr(state, out, item, depth + 1);
  }
}

void append_dict(State& state, std::string& out, const Dict& dict, int depth) {
  out += '{';
  for (std::size_t i = 0; i < dict.size; ++i) {
    if (i != 0) out += ", ";
    append_repr(state, out, dict.entries[i].key, depth + 1);
    out += ": ";
    append_repr(state, out, dict.entries[i].value, depth + 1);
  }
  out += '}';
}

// The digits and the decimal exponent of the shortest text that reads back as `value`.
struct Decimal {
  std::string digits;
  int exponent;
};

Decimal shortest(double value) {
  std::array<char, 40> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  const std::string_view all(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
  const std::size_t e = all.find('e');
  Decimal out{{}, 0};
  for (const char c : all.substr(0, e)) {
    if (c != '.') out.digits += c;
  }
  const std::string_view exponent = all.substr(e + (all[e + 1] == '+' ? 2 : 1));
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.exponent);
  return out;
}

}  // namespace

std::string str_repr(std::string_view text) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out(1, quote);
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    const char32_t c = at.code_point;
    if (c == static_cast<unsigned char>(quote) || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (printable(c)) {
      out.append(text.substr(i, at.size));
    } else {
      append_escape(out, c);
    }
    i += at.size;
  }
  return out + quote;
}

std::string float_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::string out = std::signbit(value) ? "-" : "";
  const Decimal decimal = shortest(std::fabs(value));
  const std::string& digits = decimal.digits;
  const int exponent = decimal.exponent;
  const auto count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (count > 1) out += "." + digits.substr(1);
    std::array<char, 16> power{};
    std::snprintf(power.data(), power.size(), "e%+03d", exponent);
    return out + power.data();
  }
  if (exponent < 0)
    return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) {
    return out + digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0') + ".0";
  }
  const auto point = static_cast<std::size_t>(exponent + 1);
  return out + digits.substr(0, point) + "." + digits.substr(point);
}

void append_repr(State& state, std::string& out, const Value& value, int depth) {
  if (depth > kMaxReprDepth) throw_limit("depth");
  state.step();
  state.check_output(out.size());
  switch (value.kind) {
    case Kind::string:
      out +=
          value.string->markup ? "Markup(" + str_repr(value.text()) + ")" : str_repr(value.text());
      return;
    case Kind::undefined: out += "Undefined"; return;
    case Kind::list:
      out += '[';
      append_items(state, out, value.list->span(), depth);
      out += ']';
      return;
    case Kind::tuple:
      out += '(';
      append_items(state, out, value.list->span(), depth);
      out += value.list->size == 1 ? ",)" : ")";
      return;
    case Kind::dict: append_dict(state, out, *value.dict, depth); return;
    case Kind::object:
      state.check_stack();
      out += value.object->repr(state);
      return;
    default: append_str(state, out, value);
  }
}

void append_str(State& state, std::string& out, const Value& value) {
  switch (value.kind) {
    case Kind::missing:
    case Kind::undefined: return;
    case Kind::none: out += "None"; return;
    case Kind::boolean: out += value.boolean ? "True" : "False"; return;
    case Kind::integer: out += std::to_string(value.integer); return;
    case Kind::floating: out += float_repr(value.floating); return;
    case Kind::string: out.append(value.text()); return;
    default: append_repr(state, out, value);
  }
}

const Str* soft_str(State& state, const Value& value) {
  if (value.is_string()) return value.string;
  std::string text;
  append_str(state, text, value);
  return state.str(text).string;
}

const Str* to_str(State& state, const Value& value) {
  const Str* text = soft_str(state, value);
  return text->markup ? state.borrow(text->view(), text->length, false).string : text;
}

std::string repr(State& state, const Value& value) {
  std::string out;
  append_repr(state, out, value);
  return out;
}

std::string bare_type_name(const Value& value) {
  const std::string_view name = type_name(value);
  const std::size_t dot = name.rfind('.');
  return std::string(dot == std::string_view::npos ? name : name.substr(dot + 1));
}

void throw_undefined(State& state, const Value& value) {
  const Undefined& undefined = *value.undefined;
  const FaultType type = undefined.security ? FaultType::security : FaultType::undefined;
  if (undefined.hint != nullptr) throw Fault(type, std::string(undefined.hint->view()));
  if (!undefined.object.given()) throw Fault(type, repr(state, undefined.name) + " is undefined");
  const std::string owner = undefined.object.is(Kind::none)
                                ? "None"
                                : std::string(type_name(undefined.object)) + " object";
  if (!undefined.name.is_string()) {
    throw Fault(type, owner + " has no element " + repr(state, undefined.name));
  }
  throw Fault(type, str_repr(owner) + " has no attribute " + str_repr(undefined.name.text()));
}

}  // namespace penstock::jinja
