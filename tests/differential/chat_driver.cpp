// SPDX-License-Identifier: Apache-2.0
// For chat_templates_fuzz.py: reads lines {"template": .., "variables": {..}, "now": ..} and
// answers each with {"text": .., "spans": [[begin, end], ..]} or {"error": ..}. A template given
// before may be named by its number: {"use": 0, ...}.
#include <deque>
#include <iostream>
#include <optional>
#include <penstock/error.hpp>
#include <string>

#include "generation/jinja/template.hpp"

namespace {

using penstock::Json;
using penstock::jinja::Template;

// A template, or why there is none.
struct Compiled {
  std::optional<Template> parsed;
  std::string error;
};

Compiled compile(const std::string& text) {
  Compiled out;
  try {
    out.parsed.emplace(text);
  } catch (const penstock::Error& error) {
    out.error = error.what();
  }
  return out;
}

Json answer(const Compiled& compiled, const Json& request) {
  if (!compiled.parsed) return {{"error", compiled.error}};
  try {
    Template::Variables variables;
    const Json& given = request.at("variables");
    for (const auto& [name, value] : given.items()) variables.emplace_back(name, &value);
    const std::string now = request.value("now", "now");
    const auto out = compiled.parsed->render(variables, [&](const std::string&) { return now; });
    Json spans = Json::array();
    for (const auto& span : out.generation) spans.push_back({span.begin, span.end});
    return {{"text", out.text}, {"spans", spans}};
  } catch (const penstock::Error& error) {
    return {{"error", error.what()}};
  }
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::deque<Compiled> templates;
  for (std::string line; std::getline(std::cin, line);) {
    const Json request = Json::parse(line);
    if (request.contains("template")) {
      templates.push_back(compile(request.at("template").get<std::string>()));
    }
    const std::size_t number = request.value("use", templates.size() - 1);
    std::cout << answer(templates.at(number), request).dump() << std::endl;
  }
}
