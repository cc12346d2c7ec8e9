// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <string>

#include "generation/jinja/template.hpp"

namespace penstock::jinja {

// A template, its variables as JSON, and what the reference made of it.
struct Case {
  const char* name;
  const char* text;
  const char* variables;
  const char* expected;
};

inline std::string render(const std::string& text, const Json& given, const Limits& limits = {}) {
  Template::Variables variables;
  for (const auto& [name, value] : given.items()) variables.emplace_back(name, &value);
  return Template(text)
      .render(
          variables, [](const std::string& format) { return "now:" + format; }, limits)
      .text;
}

inline std::string rendered(const Case& each) {
  try {
    return render(each.text, Json::parse(each.variables));
  } catch (const Error& error) {
    return std::string("failed: ") + error.what();
  }
}

// The message without the place that Penstock adds.
inline std::string failure(const Case& each) {
  try {
    return "rendered: " + render(each.text, Json::parse(each.variables));
  } catch (const Error& error) {
    const std::string message = error.what();
    return message.substr(0, message.find(" (chat template, "));
  }
}

}  // namespace penstock::jinja
