// SPDX-License-Identifier: Apache-2.0
#include "core/python_text.hpp"

namespace penstock {

std::string python_quoted(std::string_view text) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  quoted += '\'';
  quoted += text;
  quoted += '\'';
  return quoted;
}

std::string python_list(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) {
    if (text.size() > 1) text += ", ";
    text += python_quoted(name);
  }
  text += ']';
  return text;
}

}  // namespace penstock
