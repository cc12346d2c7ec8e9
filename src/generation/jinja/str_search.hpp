// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generation/jinja/state.hpp"

// The str methods that look for something, and those that ask what a text is made of.

namespace penstock::jinja {

// text.split(separator, limit) and text.rsplit; a limit below 0 is none.
[[nodiscard]] std::vector<std::string_view> split_on(std::string_view text,
                                                     std::string_view separator,
                                                     std::int64_t limit);
[[nodiscard]] std::vector<std::string_view> rsplit_on(std::string_view text,
                                                      std::string_view separator,
                                                      std::int64_t limit);
// text.replace(from, to, count); a count below 0 is all.
[[nodiscard]] std::string replaced(State& state, std::string_view text, std::string_view from,
                                   std::string_view to, std::int64_t count);

Value str_startswith(State& state, const Value& self, const Args& args);
Value str_endswith(State& state, const Value& self, const Args& args);
Value str_find(State& state, const Value& self, const Args& args);
Value str_rfind(State& state, const Value& self, const Args& args);
Value str_index(State& state, const Value& self, const Args& args);
Value str_rindex(State& state, const Value& self, const Args& args);
Value str_count(State& state, const Value& self, const Args& args);

Value str_isalnum(State& state, const Value& self, const Args& args);
Value str_isalpha(State& state, const Value& self, const Args& args);
Value str_isascii(State& state, const Value& self, const Args& args);
Value str_isdecimal(State& state, const Value& self, const Args& args);
Value str_isdigit(State& state, const Value& self, const Args& args);
Value str_isidentifier(State& state, const Value& self, const Args& args);
Value str_islower(State& state, const Value& self, const Args& args);
Value str_isnumeric(State& state, const Value& self, const Args& args);
Value str_isprintable(State& state, const Value& self, const Args& args);
Value str_isspace(State& state, const Value& self, const Args& args);
Value str_istitle(State& state, const Value& self, const Args& args);
Value str_isupper(State& state, const Value& self, const Args& args);

}  // namespace penstock::jinja
