// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "notes.hpp"
#include "output.hpp"
#include "terminal.hpp"

namespace CLI {
class App;
}

// What the subcommands share. Each lives in a file of its own and is a row in command_line.cpp.

namespace penstock::cli {

inline constexpr int kAllWell = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kWrongUsage = 2;

// The caller asked for something that does not exist: exit code 2. The message goes to standard
// error, `hint` ("Did you mean ...?") on a line below it.
class UsageError : public std::runtime_error {
 public:
  explicit UsageError(const std::string& message, std::string hint = {})
      : std::runtime_error(message), hint_(std::move(hint)) {}
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 private:
  std::string hint_;
};

struct Context {
  Output& out;  // standard output
  Terminal out_terminal;
  Terminal err_terminal;
  Verbosity verbosity = Verbosity::warnings;
};

struct Command {
  CLI::App* app = nullptr;
  // What to do when it was given. Returns the exit code; may throw UsageError and penstock::Error.
  std::function<int(Context&)> act;
  std::vector<std::string>* words = nullptr;  // takes what follows `--`; none: refused
};

// Each adds its subcommand to `app`.
Command add_run(CLI::App& app);
Command add_chat(CLI::App& app);
Command add_env(CLI::App& app);
Command add_tokenize(CLI::App& app);
Command add_inspect(CLI::App& app);
Command add_export(CLI::App& app);
Command add_completion(CLI::App& app);
Command add_man(CLI::App& app);

}  // namespace penstock::cli
