// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>

#include "json_lines.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

void write_escape(std::string& out, unsigned char byte) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (byte) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    default:
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
  }
}

template <typename Number>
void write_integer(std::string& out, Number number) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, result.ptr);
}

// Python's repr: shortest digits, exponents below 1e-4 and from 1e16 on.
void write_float(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
  } else if (std::isinf(number)) {
    out += number > 0 ? "Infinity" : "-Infinity";
  } else {
    char digits[40];
    const double size = std::fabs(number);
    const auto format = size != 0 && (size < 1e-4 || size >= 1e16) ? std::chars_format::scientific
                                                                   : std::chars_format::fixed;
    const auto result = std::to_chars(digits, digits + sizeof digits, number, format);
    const std::string_view text(digits, static_cast<std::size_t>(result.ptr - digits));
    out += text;
    if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
  }
}

template <typename Items, typename Write>
void write_items(std::string& out, const Items& items, char open, char close, Write&& write) {
  out += open;
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(item);
  }
  out += close;
}

}  // namespace

void write_json(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // start of the bytes that are copied as they are
  std::size_t place = 0;
  while (place < text.size()) {
    const auto byte = static_cast<unsigned char>(text[place]);
    const std::size_t length = byte < 0x80 ? 1 : utf8_length(text.substr(place));
    const bool escape = byte < 0x20 || byte == '"' || byte == '\\';
    if (length > 0 && !escape) {
      place += length;
      continue;
    }
    out.append(text, plain, place - plain);
    if (length == 0) {
      out += kReplacement;
    } else {
      write_escape(out, byte);
    }
    plain = ++place;
  }
  out.append(text, plain, place - plain);
  out += '"';
}

void write_json(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::string:
      write_json(out, std::string_view(value.get_ref<const std::string&>()));
      break;
    case Json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; break;
    case Json::value_t::number_integer: write_integer(out, value.get<std::int64_t>()); break;
    case Json::value_t::number_unsigned: write_integer(out, value.get<std::uint64_t>()); break;
    case Json::value_t::number_float: write_float(out, value.get<double>()); break;
    case Json::value_t::array:
      write_items(out, value, '[', ']', [&](const Json& item) { write_json(out, item); });
      break;
    case Json::value_t::object:
      write_items(out, value.items(), '{', '}', [&](const auto& item) {
        write_json(out, std::string_view(item.key()));
        out += ':';
        write_json(out, item.value());
      });
      break;
    default: out += "null";
  }
}

void write_json(std::string& out, const Failure& failure) {
  out += "{\"error\":{\"type\":";
  write_json(out, std::string_view(failure.type));
  out += ",\"message\":";
  write_json(out, std::string_view(failure.message));
  out += "}}";
}

}  // namespace penstock::cli
