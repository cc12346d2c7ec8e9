// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>
#include <string>

namespace penstock {

// A value as Python's repr() prints it: True, None, 'a', [1, 2.5], {'a': 1}.
[[nodiscard]] std::string python_repr(const Json& value);
[[nodiscard]] std::string python_repr(double value);

}  // namespace penstock
