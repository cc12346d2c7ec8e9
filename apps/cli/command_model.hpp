// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

// The command line as data: what completion scripts and the manual page are written from.

namespace penstock::cli {

enum class ValueKind { none, word, path, accelerator, task, choice };

struct OptionModel {
  std::vector<std::string> names;  // "-m", "--model"; the bare name of a positional
  std::string value;               // "PATH"; empty for a flag
  std::string description;
  ValueKind kind = ValueKind::none;
  bool positional = false;
  bool required = false;
  bool repeatable = false;
};

struct CommandModel {
  std::string name;
  std::string description;
  std::string examples;
  std::vector<OptionModel> options;
  std::vector<CommandModel> commands;  // hidden ones are left out
};

[[nodiscard]] CommandModel command_model(const CLI::App& app);

// The words that a value may be, for kinds that have a list.
[[nodiscard]] std::vector<std::string> value_words(ValueKind kind);

}  // namespace penstock::cli
