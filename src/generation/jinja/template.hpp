// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <penstock/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generation/jinja/state.hpp"

// A chat template in Jinja2 3.1's language, as transformers 4.57 sets it up.

namespace penstock::jinja {

struct Tree;

struct Rendering {
  std::string text;
  std::vector<Span> generation;  // what `generation` blocks wrote
};

// Immutable; `render` may be called from many threads.
class Template {
 public:
  // Throws Error{invalid_argument} naming line, column, what was found and what is allowed.
  explicit Template(std::string_view source);
  ~Template();
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;

  using Variables = std::vector<std::pair<std::string_view, const Json*>>;
  // Variables by name; the first of a name counts. A null Json is None. Throws
  // Error{invalid_argument} with the reference's message and the place in the template.
  [[nodiscard]] Rendering render(const Variables& variables, const Clock& clock,
                                 const Limits& limits = {}) const;

 private:
  std::unique_ptr<Tree> tree_;
};

}  // namespace penstock::jinja
