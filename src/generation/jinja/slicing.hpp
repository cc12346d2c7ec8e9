// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/jinja/state.hpp"

// value[start:stop:step] of Python; missing or None bounds are open.

namespace penstock::jinja {

[[nodiscard]] Value slice(State& state, const Value& value, const Value& start, const Value& stop,
                          const Value& step);

// Characters [begin, end) of a text, by code points.
[[nodiscard]] std::string_view substring(const Str& text, std::size_t begin,
                                         std::size_t end) noexcept;

}  // namespace penstock::jinja
