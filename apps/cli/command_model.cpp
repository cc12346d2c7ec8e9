// SPDX-License-Identifier: Apache-2.0
#include "command_model.hpp"

#include <CLI/CLI.hpp>

#include <penstock/pipeline.hpp>

namespace penstock::cli {
namespace {

ValueKind kind_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return ValueKind::none;
  const std::string type = option.get_type_name();
  if (type == "PATH") return ValueKind::path;
  if (type == "TASK") return ValueKind::task;
  if (type == "SHELL") return ValueKind::choice;
  return option.get_name() == "--accelerator" ? ValueKind::accelerator : ValueKind::word;
}

OptionModel option_model(const CLI::Option& option) {
  OptionModel model;
  for (const std::string& name : option.get_snames()) model.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) model.names.push_back("--" + name);
  model.positional = option.get_positional();
  if (model.positional) model.names = {option.get_name(true)};
  model.kind = kind_of(option);
  if (model.kind != ValueKind::none) model.value = option.get_type_name();
  model.description = option.get_description();
  model.required = option.get_required();
  model.repeatable = option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll &&
                     model.kind != ValueKind::none;
  return model;
}

}  // namespace

CommandModel command_model(const CLI::App& app) {
  CommandModel model{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) model.options.push_back(option_model(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) model.commands.push_back(command_model(*command));
  }
  return model;
}

std::vector<std::string> value_words(ValueKind kind) {
  switch (kind) {
    case ValueKind::accelerator: return {"ort", "ov", "ipex"};
    case ValueKind::choice: return {"bash", "zsh", "fish"};
    case ValueKind::task: return available_tasks();
    default: return {};
  }
}

}  // namespace penstock::cli
