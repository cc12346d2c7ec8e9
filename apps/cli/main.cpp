// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdlib>

#include "command_line.hpp"
#include "terminal.hpp"

int main(int argc, char** argv) {
  // A reader that goes away (`| head`) ends the command without a word, even where the caller had
  // SIGPIPE ignored.
  std::signal(SIGPIPE, SIG_DFL);
  penstock::cli::restore_terminal_on_signals();
  const int code = penstock::cli::run_command_line(argc, argv);
#ifdef PENSTOCK_ORDERLY_EXIT
  return code;
#else
  // Everything is written: nothing that would be tidied up is worth waiting for.
  std::_Exit(code);
#endif
}
