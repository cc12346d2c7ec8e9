// SPDX-License-Identifier: Apache-2.0
// penstock completion: a script that teaches a shell the command line.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "command_model.hpp"
#include "suggestions.hpp"

namespace penstock::cli {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

// Inside single quotes of sh, zsh and fish alike.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string command_names(const CommandModel& root) {
  std::vector<std::string> names;
  for (const CommandModel& command : root.commands) names.push_back(command.name);
  return joined(names);
}

std::string bash_action(ValueKind kind) {
  if (kind == ValueKind::path) return "compgen -f -- \"$current\"";
  return "compgen -W " + shell_quoted(joined(value_words(kind))) + " -- \"$current\"";
}

std::string bash_command(const CommandModel& command) {
  std::vector<std::string> names;
  std::string values;
  std::string positional;
  for (const OptionModel& option : command.options) {
    if (option.positional) {
      if (positional.empty()) positional = bash_action(option.kind);
      continue;
    }
    names.insert(names.end(), option.names.begin(), option.names.end());
    if (option.kind == ValueKind::none) continue;
    values += "        " + joined(option.names, "|") + ") COMPREPLY=($(" +
              bash_action(option.kind) + ")); return ;;\n";
  }
  std::string out = "    " + command.name + ")\n";
  if (!values.empty()) out += "      case $previous in\n" + values + "      esac\n";
  out += "      if [[ $current == -* ]]; then\n        COMPREPLY=($(compgen -W " +
         shell_quoted(joined(names)) + " -- \"$current\"))\n";
  if (!positional.empty()) {
    out += "      elif (( COMP_CWORD == 2 )); then\n        COMPREPLY=($(" + positional + "))\n";
  }
  return out + "      else\n        COMPREPLY=($(compgen -f -- \"$current\"))\n      fi ;;\n";
}

std::string bash_script(const CommandModel& root) {
  std::string out =
      "_penstock() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n"
      "  if (( COMP_CWORD == 1 )); then\n"
      "    COMPREPLY=($(compgen -W " +
      shell_quoted(command_names(root) + " --help --version") +
      " -- \"$current\"))\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n";
  for (const CommandModel& command : root.commands) out += bash_command(command);
  return out + "  esac\n}\ncomplete -o filenames -F _penstock penstock\n";
}

// In zsh's _arguments specifications a colon and brackets have a meaning.
std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(ValueKind kind) {
  if (kind == ValueKind::path) return "_files";
  const std::string words = joined(value_words(kind));
  return words.empty() ? " " : "(" + words + ")";
}

std::string zsh_argument(const OptionModel& option) {
  const std::string value =
      option.kind == ValueKind::none ? "" : ":" + option.value + ":" + zsh_action(option.kind);
  std::string out;
  if (option.positional) {
    const std::string place = option.repeatable ? "*" : "";
    return "        " +
           shell_quoted(place + ":" + option.value + ":" +
                        (option.repeatable ? "_files" : zsh_action(option.kind))) +
           " \\\n";
  }
  for (const std::string& name : option.names) {
    out += "        " +
           shell_quoted((option.repeatable ? "*" : "") + name + "[" +
                        zsh_escaped(option.description) + "]" + value) +
           " \\\n";
  }
  return out;
}

std::string zsh_script(const CommandModel& root) {
  std::string out = "#compdef penstock\n_penstock() {\n  local -a commands\n  commands=(\n";
  for (const CommandModel& command : root.commands) {
    out += "    " + shell_quoted(command.name + ":" + zsh_escaped(command.description)) + "\n";
  }
  out +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
      "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n";
  for (const CommandModel& command : root.commands) {
    out += "    " + command.name + ")\n      _arguments \\\n";
    for (const OptionModel& option : command.options) out += zsh_argument(option);
    out += "        && return ;;\n";
  }
  return out +
         "  esac\n}\n"
         "if [[ $funcstack[1] == _penstock ]]; then\n  _penstock\n"
         "else\n  compdef _penstock penstock\nfi\n";
}

std::string fish_option(const std::string& command, const OptionModel& option) {
  std::string out = "complete -c penstock -n '__fish_seen_subcommand_from " + command + "'";
  for (const std::string& name : option.names) {
    if (option.positional) continue;
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  const std::string words = joined(value_words(option.kind));
  if (option.positional) {
    if (words.empty()) return {};
    return out + " -a " + shell_quoted(words) + "\n";
  }
  if (option.kind == ValueKind::path) {
    out += " -r -F";
  } else if (!words.empty()) {
    out += " -x -a " + shell_quoted(words);
  } else if (option.kind != ValueKind::none) {
    out += " -x";
  }
  return out + " -d " + shell_quoted(option.description) + "\n";
}

std::string fish_script(const CommandModel& root) {
  std::string out;
  for (const CommandModel& command : root.commands) {
    out += "complete -c penstock -n __fish_use_subcommand -f -a " + command.name + " -d " +
           shell_quoted(command.description) + "\n";
  }
  for (const CommandModel& command : root.commands) {
    for (const OptionModel& option : command.options) out += fish_option(command.name, option);
  }
  return out;
}

}  // namespace

Command add_completion(CLI::App& app) {
  CLI::App* command = app.add_subcommand("completion", "Print a completion script for a shell");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->type_name("SHELL");
  command->footer(
      "Examples:\n  source <(penstock completion bash)\n"
      "  penstock completion zsh > ~/.zfunc/_penstock\n"
      "  penstock completion fish > ~/.config/fish/completions/penstock.fish");
  return {command, [shell, &app](Context& context) {
            const CommandModel root = command_model(app);
            if (*shell == "bash") {
              context.out.write(bash_script(root));
            } else if (*shell == "zsh") {
              context.out.write(zsh_script(root));
            } else if (*shell == "fish") {
              context.out.write(fish_script(root));
            } else {
              throw UsageError(
                  "There is no completion for \"" + *shell + "\"; use bash, zsh or fish.",
                  did_you_mean(*shell, value_words(ValueKind::choice)));
            }
            return kAllWell;
          }};
}

}  // namespace penstock::cli
