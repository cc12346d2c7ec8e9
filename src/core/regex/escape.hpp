// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/regex/code_set.hpp"
#include "core/regex/reader.hpp"

namespace penstock::regex {

// What a backslash sequence stands for.
struct Escape {
  enum class Kind : uint8_t {
    character,  // `value`, written as itself or as \n, \. and the like
    code,       // `value`, written as a number
    set,        // one character of `set`
  };
  Kind kind = Kind::character;
  char32_t value = 0;
  CodeSet set;
};

// Reads what follows a backslash: the sequences that mean the same in and out of classes, save
// that \w and \p{Word} count a few more characters in outside of classes. Anything unknown stands
// for itself.
[[nodiscard]] Escape read_escape(PatternReader& reader, bool in_class);

}  // namespace penstock::regex
