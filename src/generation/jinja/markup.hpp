// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "generation/jinja/state.hpp"

// markupsafe: text marked as HTML. Autoescape is off in chat templates, but `safe` and `escape`
// still make such texts, and what is added to them is escaped.

namespace penstock::jinja {

[[nodiscard]] std::string escape_html(std::string_view text);
// escape(value): a Markup stays, anything else is printed and escaped. The result is a Markup.
[[nodiscard]] const Str* escaped(State& state, const Value& value);
// Markup(text).striptags()
[[nodiscard]] std::string strip_tags(std::string_view text);

}  // namespace penstock::jinja
