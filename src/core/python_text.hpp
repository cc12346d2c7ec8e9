// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Values as the reference's messages print them.

namespace penstock {

// 'a'
[[nodiscard]] std::string python_quoted(std::string_view text);

// ['a', 'b']
[[nodiscard]] std::string python_list(const std::vector<std::string>& names);

}  // namespace penstock
