// SPDX-License-Identifier: Apache-2.0
#include "tasks/format_template.hpp"

#include <penstock/error.hpp>

namespace penstock {
namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  throw Error(ErrorCode::invalid_argument,
              "The template \"" + std::string(text) + "\" cannot be formatted: " +
                  std::string(why) + ". Use {} once for the value, {{ and }} for braces.");
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
    if (c == '}') refuse(text, "Single '}' encountered in format string");
    const std::size_t close = text.find('}', i);
    if (close == std::string_view::npos) refuse(text, "Single '{' encountered in format string");
    const std::string_view field = text.substr(i + 1, close - i - 1);
    if (!field.empty() && field != "0") {
      refuse(text, std::string(field).append(" names no value"));
    }
    if (field.empty() && automatic) {
      refuse(text, "Replacement index 1 out of range for positional args tuple");
    }
    automatic = automatic || field.empty();
    result += value;
    i = close;
  }
  return result;
}

}  // namespace penstock
