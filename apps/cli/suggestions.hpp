// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

// "Did you mean ...?"

namespace penstock::cli {

// "Did you mean 'ort'?" for the name most like `given`, or empty when none is near.
[[nodiscard]] std::string did_you_mean(std::string_view given, std::span<const std::string> names);

// Letters to add, drop, change or swap with their neighbour to make `a` of `b`, ignoring case.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace penstock::cli
