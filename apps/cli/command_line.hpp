// SPDX-License-Identifier: Apache-2.0
#pragma once

// The whole command: reads the arguments, runs the subcommand, returns the exit code.

namespace penstock::cli {

// Never throws; whatever went wrong was said on standard error.
int run_command_line(int argc, char** argv);

}  // namespace penstock::cli
