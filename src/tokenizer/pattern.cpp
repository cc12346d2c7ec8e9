// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pattern.hpp"

#include "tokenizer/json_view.hpp"

namespace penstock {

Regex make_pattern(const JsonView& json) {
  if (const auto literal = json.find("String")) return Regex::literal(literal->as_string());
  if (const auto regex = json.find("Regex")) return Regex::compile(regex->as_string());
  json.fail(R"({"String": ...} or {"Regex": ...})");
}

}  // namespace penstock
