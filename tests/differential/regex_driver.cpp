// SPDX-License-Identifier: Apache-2.0
// For regex_fuzz.py: reads lines {"pattern": .., "texts": [..]} and answers each with
// {"spans": [[[begin, end], ..] per text]} in bytes, or {"error": .., "code": ..}.
#include <iostream>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <string>
#include <vector>

#include "core/regex.hpp"

namespace {

penstock::Json answer(const penstock::Json& request) {
  penstock::Json spans = penstock::Json::array();
  try {
    const auto regex = penstock::Regex::compile(request.at("pattern").get<std::string>());
    std::vector<penstock::Span> matches;
    for (const penstock::Json& text : request.at("texts")) {
      regex.find_all(text.get<std::string>(), matches);
      penstock::Json found = penstock::Json::array();
      for (const penstock::Span& match : matches) found.push_back({match.begin, match.end});
      spans.push_back(std::move(found));
    }
  } catch (const penstock::Error& error) {
    return {{"error", error.what()}, {"code", penstock::to_string(error.code())}};
  }
  return {{"spans", std::move(spans)}};
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << answer(penstock::Json::parse(line)).dump() << std::endl;
  }
}
