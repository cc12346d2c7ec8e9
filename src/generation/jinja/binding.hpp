// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string_view>

#include "generation/jinja/value.hpp"

namespace penstock::jinja {

// The arguments of a filter, a test or a function, in the order of its parameters' names.
class Bound {
 public:
  Bound(const Args& args, std::string_view function, std::size_t required,
        std::initializer_list<std::string_view> names) {
    args.bind(function, {names.begin(), names.size()}, required, values_);
  }
  [[nodiscard]] const Value& operator[](std::size_t i) const noexcept { return values_[i]; }

 private:
  Args::Bound values_;
};

}  // namespace penstock::jinja
