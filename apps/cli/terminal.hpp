// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// What is at the other end of a file descriptor: a person's terminal, or a file, pipe or program.

namespace penstock::cli {

enum class Style { plain, bold, dim, red, green, yellow, cyan };

struct Terminal {
  bool is_terminal = false;
  bool colour = false;     // never without is_terminal; off with NO_COLOR or TERM=dumb
  bool unicode = false;    // the locale's characters are UTF-8
  std::size_t width = 80;  // columns

  // `text` between the codes of `style`, or as it is without colour.
  [[nodiscard]] std::string paint(Style style, std::string_view text) const;
};

[[nodiscard]] Terminal examine_terminal(int descriptor);

// On SIGINT and SIGTERM: wipes an unfinished progress line on standard error, turns colour off,
// then ends the process as the signal would have.
void restore_terminal_on_signals();

}  // namespace penstock::cli
