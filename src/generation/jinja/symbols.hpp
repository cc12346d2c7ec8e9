// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "generation/jinja/nodes.hpp"

// Which scope a name belongs to: jinja2.idtracking. A name that is only read is looked up once,
// when its scope begins; one that is set inside a scope starts as a copy of the outer one.

namespace penstock::jinja {

class Symbols {
 public:
  enum class From : std::uint8_t { parameter, variables, outer, nothing };
  struct Load {
    From from;
    const Symbols* outer = nullptr;  // the scope that holds the outer variable
  };

  Symbols(const Symbols* parent, Function* function)
      : parent_(parent), function_(function), level_(parent == nullptr ? 0 : parent->level_ + 1) {}

  [[nodiscard]] const Symbols* find(std::string_view name) const;
  [[nodiscard]] int level() const noexcept { return level_; }
  [[nodiscard]] Function* function() const noexcept { return function_; }
  [[nodiscard]] const std::map<std::string_view, Load>& loads() const noexcept { return loads_; }
  [[nodiscard]] const Str* text(std::string_view name) const { return texts_.at(name); }

  void declare_parameter(const Str* name);
  void store(const Str* name);
  void load(const Str* name);
  // Takes over what the branches of an `if` found; what only some of them set is looked up first.
  void update(const std::vector<Symbols>& branches);

 private:
  void define(const Str* name, Load load);

  const Symbols* parent_;
  Function* function_;
  int level_;
  std::map<std::string_view, Load> loads_;
  std::map<std::string_view, const Str*> texts_;
  std::set<std::string_view> stores_;
};

// Adds what `node` reads and sets in its own scope; bodies with a scope of their own are left out.
void find_symbols(Symbols& symbols, Node& node, bool as_parameters = false);

// Whether `node` reads one of `names` before it sets it; those it does.
[[nodiscard]] std::set<std::string_view> find_undeclared(const Body& body,
                                                         std::set<std::string_view> names);

}  // namespace penstock::jinja
