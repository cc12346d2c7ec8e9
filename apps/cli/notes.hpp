// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "terminal.hpp"

// Everything that goes to standard error: errors, warnings, the library's notes.

namespace penstock::cli {

enum class Verbosity { quiet, warnings, notes, everything };

// Sends the library's notes that `verbosity` lets through to standard error, one line each.
void show_notes(Verbosity verbosity, const Terminal& terminal);

// A line on standard error, in one piece.
void say(const Terminal& terminal, Style style, std::string_view line);

}  // namespace penstock::cli
