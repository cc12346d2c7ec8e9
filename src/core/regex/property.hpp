// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/regex/code_set.hpp"

namespace penstock::regex {

// The code points of \p{name}, names compared as Oniguruma does: ASCII case, spaces, hyphens and
// underscores do not count. Nothing when Oniguruma has no such property.
[[nodiscard]] std::optional<CodeSet> find_property(std::string_view name);

// The same for a name that exists, such as "space" or "word".
[[nodiscard]] CodeSet property(std::string_view name);

// True for the spellings of "Word", which means something else outside of classes.
[[nodiscard]] bool is_word_property(std::string_view name);

// What \w outside of classes matches.
[[nodiscard]] CodeSet bare_word_set();

}  // namespace penstock::regex
