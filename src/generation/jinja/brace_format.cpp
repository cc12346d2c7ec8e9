// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/utf8.hpp"
#include "generation/jinja/attributes.hpp"
#include "generation/jinja/formatting.hpp"
#include "generation/jinja/markup.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr int kMaxFieldWidth = 1'000'000;

int take_number(std::string_view& spec) {
  int out = 0;
  while (!spec.empty() && spec[0] >= '0' && spec[0] <= '9') {
    out = std::min(out * 10 + (spec[0] - '0'), kMaxFieldWidth);
    spec.remove_prefix(1);
  }
  return out;
}

bool take(std::string_view& spec, char c) {
  if (spec.empty() || spec[0] != c) return false;
  spec.remove_prefix(1);
  return true;
}

bool is_align(char c) noexcept { return c == '<' || c == '>' || c == '^' || c == '='; }

FieldFormat parse_spec(std::string_view spec) {
  FieldFormat field;
  field.sign = 0;
  const std::size_t first =
      spec.empty() ? 0 : utf8::length_from_lead(static_cast<std::uint8_t>(spec[0]));
  if (first < spec.size() && is_align(spec[first])) {
    field.fill = spec.substr(0, first);
    field.align = spec[first];
    spec.remove_prefix(first + 1);
  } else if (!spec.empty() && is_align(spec[0])) {
    field.align = spec[0];
    spec.remove_prefix(1);
  }
  for (const char sign : {'+', '-', ' '}) {
    if (field.sign == 0 && take(spec, sign)) field.sign = sign;
  }
  field.alternate = take(spec, '#');
  if (take(spec, '0')) {
    field.zero = true;
    if (field.align == 0) {
      field.fill = "0";
      field.align = '=';
    }
  }
  field.width = take_number(spec);
  if (take(spec, ','))
    field.grouping = ',';
  else if (take(spec, '_'))
    field.grouping = '_';
  if (take(spec, '.')) {
    if (spec.empty() || spec[0] < '0' || spec[0] > '9')
      throw_value("Format specifier missing precision");
    field.precision = take_number(spec);
  }
  if (spec.size() > 1) throw_value("Invalid format specifier");
  if (!spec.empty()) field.type = spec[0];
  return field;
}

std::string grouped(const std::string& digits, char separator, std::size_t every) {
  std::size_t end = 0;
  while (end < digits.size() && std::isalnum(static_cast<unsigned char>(digits[end])) != 0 &&
         digits[end] != 'e' && digits[end] != 'E') {
    ++end;
  }
  std::string out;
  for (std::size_t i = 0; i < end; ++i) {
    if (i != 0 && (end - i) % every == 0) out += separator;
    out += digits[i];
  }
  return out + digits.substr(end);
}

[[noreturn]] void unknown_code(const FieldFormat& field, const Value& value) {
  throw_value(std::string("Unknown format code '") + field.type + "' for object of type '" +
              bare_type_name(value) + "'");
}

// Zeros that fill a grouped number are grouped as well.
std::string number_text(FieldFormat field, bool negative, const std::string& prefix,
                        std::string digits, std::size_t every) {
  std::string lead = negative                                 ? "-"
                     : field.sign == '+' || field.sign == ' ' ? std::string(1, field.sign)
                                                              : "";
  lead += prefix;
  if (field.grouping != 0) {
    if (field.fill == "0" && field.align == '=') {
      std::string wider = digits;
      const auto width = static_cast<std::size_t>(field.width);
      while (lead.size() + grouped(wider, field.grouping, every).size() < width)
        wider.insert(0, "0");
      digits = wider;
    }
    digits = grouped(digits, field.grouping, every);
  }
  return padded(field, lead, digits, '>');
}

std::string format_float(const FieldFormat& field, const Value& value) {
  const double number = as_double(value);
  const char type = field.type == 0     ? (field.precision ? 'g' : 'r')
                    : field.type == 'n' ? 'g'
                                        : field.type;
  if (std::string_view("eEfFgG%r").find(type) == std::string_view::npos) unknown_code(field, value);
  std::string digits =
      float_digits(std::fabs(number), type, field.precision.value_or(6), field.alternate);
  // Without a type the text keeps a point, as repr() does.
  if (field.type == 0 && field.precision && std::isfinite(number) &&
      digits.find_first_of(".e") == std::string::npos) {
    digits += ".0";
  }
  return number_text(field, std::signbit(number) && !std::isnan(number), "", digits, 3);
}

std::string format_integer(const FieldFormat& field, const Value& value) {
  const std::int64_t number = *as_index(value);
  const char type = field.type == 0 || field.type == 'n' ? 'd' : field.type;
  if (field.precision) throw_value("Precision not allowed in integer format specifier");
  if (type == 'c') {
    if (number < 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) {
      throw Fault(FaultType::overflow, "%c arg not in range(0x110000)");
    }
    std::string body;
    utf8::append(body, static_cast<char32_t>(number));
    return padded(field, "", body, '>');
  }
  if (std::string_view("dboxX").find(type) == std::string_view::npos) unknown_code(field, value);
  const auto bits = static_cast<std::uint64_t>(number);
  const std::string digits = integer_digits(number < 0 ? std::uint64_t{0} - bits : bits, type);
  const std::string prefix = field.alternate && type != 'd' ? std::string("0") + type : "";
  return number_text(field, number < 0, prefix, digits, type == 'd' ? 3 : 4);
}

std::string format_string(const FieldFormat& field, const Value& value) {
  if (field.type != 0 && field.type != 's') unknown_code(field, value);
  if (field.sign != 0) throw_value("Sign not allowed in string format specifier");
  if (field.align == '=' && !field.zero) {
    throw_value("'=' alignment not allowed in string format specifier");
  }
  FieldFormat plain = field;
  if (plain.align == '=') plain.align = '<';
  std::string body(value.text());
  if (field.precision) {
    const std::u32string chars = utf8::to_u32(body);
    body = utf8::from_u32(
        std::u32string_view(chars).substr(0, static_cast<std::size_t>(*field.precision)));
  }
  return padded(plain, "", body, '<');
}

// One pass over "{...}" fields.
class BraceFormat {
 public:
  BraceFormat(State& state, const Args& args, bool markup)
      : state_(state), args_(args), markup_(markup) {}

  std::string run(std::string_view text, int depth) {
    if (depth < 0) throw_value("Max string recursion exceeded");
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      const char c = text[i];
      if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
        out += c;
        i += 2;
      } else if (c == '{') {
        const std::size_t end = field_end(text, i + 1);
        out += field(text.substr(i + 1, end - i - 1), depth);
        i = end + 1;
      } else if (c == '}') {
        throw_value("Single '}' encountered in format string");
      } else {
        out += c;
        ++i;
      }
      state_.check_output(out.size());
    }
    return out;
  }

 private:
  static std::size_t field_end(std::string_view text, std::size_t at) {
    if (at >= text.size()) throw_value("Single '{' encountered in format string");
    int depth = 1;
    for (; at < text.size(); ++at) {
      if (text[at] == '{') ++depth;
      if (text[at] == '}' && --depth == 0) return at;
    }
    throw_value("expected '}' before end of string");
  }

  std::string field(std::string_view text, int depth) {
    std::size_t end = 0;
    for (bool inside = false; end < text.size(); ++end) {
      if (text[end] == '[') inside = true;
      if (text[end] == ']') inside = false;
      if (!inside && (text[end] == '!' || text[end] == ':')) break;
    }
    Value value = look_up(text.substr(0, end));
    std::string_view rest = text.substr(end);
    if (take(rest, '!')) {
      if (rest.empty()) throw_value("end of string while looking for conversion specifier");
      value = convert(value, rest[0]);
      rest.remove_prefix(1);
      if (!rest.empty() && rest[0] != ':') throw_value("expected ':' after conversion specifier");
    }
    const std::string spec = rest.empty() ? "" : run(rest.substr(1), depth - 1);
    const bool safe = value.is_string() && value.string->markup;
    const std::string body = format_value(state_, value, spec);
    return markup_ && !safe ? escape_html(body) : body;
  }

  Value convert(const Value& value, char how) {
    if (how == 's') return Value::of(to_str(state_, value));
    if (how == 'r') return state_.str(repr(state_, value));
    if (how == 'a') return state_.str(ascii_repr(state_, value));
    throw_value(std::string("Unknown conversion specifier ") + how);
  }

  Value look_up(std::string_view name) {
    const std::size_t end = std::min(name.find_first_of(".["), name.size());
    Value value = argument(name.substr(0, end));
    name.remove_prefix(end);
    while (!name.empty()) {
      if (take(name, '.')) {
        const std::size_t stop = std::min(name.find_first_of(".["), name.size());
        if (stop == 0) throw_value("Empty attribute in format string");
        value = get_attribute(state_, value, *state_.str(name.substr(0, stop)).string);
        name.remove_prefix(stop);
      } else if (take(name, '[')) {
        const std::size_t stop = name.find(']');
        if (stop == std::string_view::npos) throw_value("Missing ']' in format string");
        value = get_item(state_, value, key(name.substr(0, stop)));
        name.remove_prefix(stop + 1);
      } else {
        throw_value("Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return value;
  }

  Value key(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && text[0] != '-') {
      return Value::of(number);
    }
    return state_.str(text);
  }

  Value argument(std::string_view name) {
    if (name.empty()) {
      if (manual_)
        throw_value("cannot switch from manual field specification to automatic field numbering");
      automatic_ = true;
      return positional(next_++);
    }
    const Value index = key(name);
    if (index.is(Kind::integer)) {
      if (automatic_)
        throw_value("cannot switch from manual field specification to automatic field numbering");
      manual_ = true;
      return positional(static_cast<std::size_t>(index.integer));
    }
    for (const Keyword& keyword : args_.keywords) {
      if (keyword.name == name) return keyword.value;
    }
    throw Fault(FaultType::lookup_error, str_repr(name));
  }

  Value positional(std::size_t index) const {
    if (index < args_.values.size()) return args_.values[index];
    throw Fault(FaultType::lookup_error, "Replacement index " + std::to_string(index) +
                                             " out of range for positional args tuple");
  }

  State& state_;
  const Args& args_;
  bool markup_;
  bool manual_ = false;
  bool automatic_ = false;
  std::size_t next_ = 0;
};

}  // namespace

std::string format_value(State& state, const Value& value, std::string_view spec) {
  std::string text;
  if (spec.empty()) {
    append_str(state, text, value);
    return text;
  }
  if (!value.is_string() && !is_number(value)) {
    throw_type("unsupported format string passed to " + bare_type_name(value) + ".__format__");
  }
  const FieldFormat field = parse_spec(spec);
  if (field.width > 0) state.check_output(static_cast<std::size_t>(field.width));
  if (value.is_string()) return format_string(field, value);
  const bool as_float =
      field.type != 0 && std::string_view("eEfFgG%").find(field.type) != std::string_view::npos;
  return value.is(Kind::floating) || as_float ? format_float(field, value)
                                              : format_integer(field, value);
}

Value brace_format(State& state, const Str& text, const Args& args) {
  return state.str(BraceFormat(state, args, text.markup).run(text.view(), 2), text.markup);
}

}  // namespace penstock::jinja
