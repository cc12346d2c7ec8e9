// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pattern.hpp"

#include <mutex>
#include <optional>
#include <utility>

#include "tokenizer/json_view.hpp"
#include "tokenizer/kernels/scan_plan.hpp"

namespace penstock {

Regex make_pattern(const JsonView& json) {
  if (const auto literal = json.find("String")) return Regex::literal(literal->as_string());
  if (const auto regex = json.find("Regex")) return Regex::compile(regex->as_string());
  json.fail(R"({"String": ...} or {"Regex": ...})");
}

struct LazyRegex::State {
  std::string pattern;
  bool literal = false;
  std::once_flag compiled;
  std::optional<Regex> regex;
};

LazyRegex::LazyRegex(std::string_view pattern) : state_(std::make_shared<State>()) {
  state_->pattern = pattern;
}

LazyRegex::LazyRegex(Regex regex) : state_(std::make_shared<State>()) {
  state_->pattern = regex.pattern();
  state_->regex.emplace(std::move(regex));
}

LazyRegex LazyRegex::from_json(const JsonView& json) {
  if (json.find("String")) {
    LazyRegex literal(make_pattern(json));
    literal.state_->literal = true;
    return literal;
  }
  const auto regex = json.find("Regex");
  if (regex && regex->is_string() && kernels::plan_of_pattern(regex->as_string())) {
    return LazyRegex(regex->as_string());
  }
  return LazyRegex(make_pattern(json));
}

const Regex& LazyRegex::get() const {
  std::call_once(state_->compiled, [this] {
    if (!state_->regex) state_->regex.emplace(Regex::compile(state_->pattern));
  });
  return *state_->regex;
}

bool LazyRegex::is_literal() const noexcept { return state_->literal; }

const std::string& LazyRegex::pattern() const noexcept { return state_->pattern; }

}  // namespace penstock
