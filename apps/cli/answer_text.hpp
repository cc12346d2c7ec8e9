// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <penstock/json.hpp>

#include "terminal.hpp"

namespace penstock::cli {

// An answer for people, lines ended by newlines: classes with a bar and a percentage, other lists
// of objects as a table, texts as text, arrays of numbers by their shape and first values.
[[nodiscard]] std::string answer_text(const Json& answer, const Terminal& terminal);

}  // namespace penstock::cli
