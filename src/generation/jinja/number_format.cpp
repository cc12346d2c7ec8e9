// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "core/utf8.hpp"
#include "generation/jinja/formatting.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

std::string printed(const char* format, int precision, double value) {
  std::vector<char> text(512 + static_cast<std::size_t>(precision));
  const int size = std::snprintf(text.data(), text.size(), format, precision, value);
  return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

}  // namespace

std::string integer_digits(std::uint64_t magnitude, char type) {
  const unsigned base = type == 'b' ? 2 : type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
  const std::string_view digits = type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string out;
  do {
    out += digits[magnitude % base];
    magnitude /= base;
  } while (magnitude != 0);
  std::reverse(out.begin(), out.end());
  return out;
}

std::string float_digits(double magnitude, char type, int precision, bool alternate) {
  if (precision > 1000) throw_value("precision too big");
  if (std::isnan(magnitude)) return type == 'E' || type == 'F' || type == 'G' ? "NAN" : "nan";
  if (std::isinf(magnitude)) return type == 'E' || type == 'F' || type == 'G' ? "INF" : "inf";
  switch (type) {
    case 'e': return printed(alternate ? "%#.*e" : "%.*e", precision, magnitude);
    case 'E': return printed(alternate ? "%#.*E" : "%.*E", precision, magnitude);
    case 'f':
    case 'F': return printed(alternate ? "%#.*f" : "%.*f", precision, magnitude);
    case 'g': return printed(alternate ? "%#.*g" : "%.*g", precision, magnitude);
    case 'G': return printed(alternate ? "%#.*G" : "%.*G", precision, magnitude);
    case '%': return printed("%.*f", precision, magnitude * 100) + "%";
    default: return float_repr(magnitude);
  }
}

std::string padded(const FieldFormat& field, std::string_view lead, std::string_view body,
                   char default_align) {
  const std::size_t length = utf8::count(lead) + utf8::count(body);
  const auto width = static_cast<std::size_t>(std::max(field.width, 0));
  std::string out;
  if (length >= width) return out.append(lead).append(body);
  const char align = field.align != 0 ? field.align : default_align;
  const std::size_t missing = width - length;
  const std::size_t before = align == '>' ? missing : align == '^' ? missing / 2 : 0;
  for (std::size_t i = 0; i < before; ++i) out += field.fill;
  out.append(lead);
  for (std::size_t i = 0; align == '=' && i < missing; ++i) out += field.fill;
  out.append(body);
  for (std::size_t i = before; align != '=' && i < missing; ++i) out += field.fill;
  return out;
}

std::int64_t truncated(double value) {
  if (std::isnan(value)) throw_value("cannot convert float NaN to integer");
  if (std::isinf(value)) {
    throw Fault(FaultType::overflow, "cannot convert float infinity to integer");
  }
  if (std::fabs(value) >= 9223372036854775808.0) {
    throw Fault(FaultType::overflow, "an integer of the template passes 64 bits");
  }
  return static_cast<std::int64_t>(value);
}

std::string ascii_repr(State& state, const Value& value) {
  const std::string text = repr(state, value);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    i += at.size;
    if (at.code_point < 0x80) {
      out += static_cast<char>(at.code_point);
      continue;
    }
    std::array<char, 16> digits{};
    const char* format = at.code_point < 0x100     ? "\\x%02x"
                         : at.code_point < 0x10000 ? "\\u%04x"
                                                   : "\\U%08x";
    std::snprintf(digits.data(), digits.size(), format, static_cast<unsigned>(at.code_point));
    out += digits.data();
  }
  return out;
}

}  // namespace penstock::jinja
