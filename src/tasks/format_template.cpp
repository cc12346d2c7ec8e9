// SPDX-License-Identifier: Apache-2.0
#include "tasks/format_template.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <penstock/error.hpp>

#include "core/utf8.hpp"

namespace penstock {
namespace {

[[noreturn]] void refuse_template(std::string_view text, std::string_view why) {
  throw Error(ErrorCode::invalid_argument,
              "The template \"" + std::string(text) + "\" cannot be formatted: " +
                  std::string(why) + ". Use {} once for the value, {{ and }} for braces.");
}

constexpr std::size_t kWidest = 4096;  // columns; the reference has no limit short of memory

// A format specification of Python's str: [[fill]align][0][width][.precision][s].
struct Spec {
  char32_t fill = U' ';
  char32_t align = U'<';
  std::size_t width = 0;
  std::optional<std::size_t> precision;
};

bool is_alignment(char32_t c) { return c == U'<' || c == U'>' || c == U'^'; }

std::size_t take_number(std::u32string_view& text) {
  std::size_t number = 0;
  while (!text.empty() && text[0] >= U'0' && text[0] <= U'9') {
    number = std::min(number * 10 + static_cast<std::size_t>(text[0] - U'0'), kWidest + 1);
    text.remove_prefix(1);
  }
  return number;
}

std::optional<Spec> parse_spec(std::u32string_view text) {
  Spec spec;
  if (text.size() > 1 && is_alignment(text[1])) {
    spec.fill = text[0];
    spec.align = text[1];
    text.remove_prefix(2);
  } else if (!text.empty() && is_alignment(text[0])) {
    spec.align = text[0];
    text.remove_prefix(1);
  } else if (!text.empty() && text[0] == U'0') {
    spec.fill = U'0';
  }
  spec.width = take_number(text);
  if (!text.empty() && text[0] == U'.') {
    text.remove_prefix(1);
    if (text.empty() || text[0] < U'0' || text[0] > U'9') return std::nullopt;
    spec.precision = take_number(text);
  }
  if (text == U"s") text = {};
  return text.empty() && spec.width <= kWidest ? std::optional(spec) : std::nullopt;
}

std::string formatted(std::string_view value, const Spec& spec) {
  std::u32string characters = utf8::to_u32(value);
  if (spec.precision && *spec.precision < characters.size()) characters.resize(*spec.precision);
  const std::size_t gap = spec.width > characters.size() ? spec.width - characters.size() : 0;
  const std::size_t before = spec.align == U'>' ? gap : spec.align == U'^' ? gap / 2 : 0;
  characters.insert(0, before, spec.fill);
  characters.append(gap - before, spec.fill);
  return utf8::from_u32(characters);
}

}  // namespace

std::string format_template(std::string_view text, std::string_view value) {
  std::string result;
  bool automatic = false;  // a {} was seen: a second one would be another value
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      result += c;
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == c) {
      result += c;
      ++i;
      continue;
    }
    if (c == '}') refuse_template(text, "Single '}' encountered in format string");
    const std::size_t close = text.find('}', i);
    if (close == std::string_view::npos)
      refuse_template(text, "Single '{' encountered in format string");
    std::string_view field = text.substr(i + 1, close - i - 1);
    const std::size_t colon = field.find(':');
    const auto spec = parse_spec(utf8::to_u32(
        colon == std::string_view::npos ? std::string_view() : field.substr(colon + 1)));
    if (!spec)
      refuse_template(text, "'" + std::string(field) + "' has an invalid format specifier");
    field = field.substr(0, colon);
    if (field.ends_with("!s")) field.remove_suffix(2);
    if (!field.empty() && field != "0") {
      refuse_template(text, std::string(field).append(" names no value"));
    }
    if (field.empty() && automatic) {
      refuse_template(text, "Replacement index 1 out of range for positional args tuple");
    }
    automatic = automatic || field.empty();
    result += formatted(value, *spec);
    i = close;
  }
  return result;
}

}  // namespace penstock
