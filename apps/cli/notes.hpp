// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "terminal.hpp"

// Everything that goes to standard error: errors, warnings, the library's notes.

namespace penstock::cli {

enum class Verbosity { quiet, warnings, notes, everything };

// Sends the library's notes that `verbosity` lets through to standard error, one line each.
void show_notes(Verbosity verbosity, const Terminal& terminal);

// A line on standard error, in one piece. On a terminal it takes the place of the line that is
// being written there, as progress is, or begins below it if that line is open.
void say(const Terminal& terminal, Style style, std::string_view line);

// Whether the terminal's last line is one to keep: an answer that is being written.
void set_line_open(bool open) noexcept;

}  // namespace penstock::cli
