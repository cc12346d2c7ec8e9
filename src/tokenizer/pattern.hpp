// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/regex.hpp"

namespace penstock {

class JsonView;

// The `pattern` of Split and Replace: {"String": s} is taken literally, {"Regex": r} compiled.
// Throws Error{io} for another shape, else what the regex throws.
[[nodiscard]] Regex make_pattern(const JsonView& json);

// A pattern that is known to compile, compiled when it is first asked for: a kernel that cuts as it
// does never asks. Cheap to copy, called from many threads.
class LazyRegex {
 public:
  explicit LazyRegex(std::string_view pattern);
  explicit LazyRegex(Regex regex);
  // What `make_pattern` answers; only a pattern that a kernel knows waits.
  [[nodiscard]] static LazyRegex from_json(const JsonView& json);

  [[nodiscard]] const Regex& get() const;
  // From {"String": ...}.
  [[nodiscard]] bool is_literal() const noexcept;
  [[nodiscard]] const std::string& pattern() const noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace penstock
