// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/regex/code_set.hpp"

// Equality under (?i) as Oniguruma defines it.

namespace penstock::regex {

// What `c` folds to: itself, another character, or two or three of them.
[[nodiscard]] std::u32string full_fold(char32_t c);

// All characters equal to `c` on their own, `c` included, without folds to several characters.
[[nodiscard]] CodeSet single_variants(char32_t c);

// The characters that fold to exactly `sequence` (two or three characters, already folded).
[[nodiscard]] CodeSet sources_of(std::u32string_view sequence);

// Adds to `set` every character equal to one in it. Returns the sequences that members of the set
// fold to.
std::vector<std::u32string> close_over_case(CodeSet& set);

}  // namespace penstock::regex
