// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <penstock/error.hpp>
#include <penstock/version.hpp>

#include "command.hpp"
#include "help.hpp"
#include "json_lines.hpp"
#include "suggestions.hpp"

namespace penstock::cli {
namespace {

// In the order in which help lists them.
constexpr std::array kCommands{add_run,     add_chat,   add_env,        add_tokenize,
                               add_inspect, add_export, add_completion, add_man};

constexpr const char* kExamples = R"(Examples:
  penstock env
  penstock run sentiment-analysis --model models/sentiment "I love this film"
  penstock run sentiment-analysis -m models/sentiment --jsonl < requests.jsonl
  penstock tokenize models/sentiment "I love this film"
  penstock inspect models/sentiment
Each command has its own help: penstock run --help)";

void add_verbosity(CLI::App& app, Verbosity& verbosity) {
  app.add_flag_callback(
      "-v,--verbose", [&] { verbosity = Verbosity::notes; },
      "Show the library's notes on standard error");
  app.add_flag_callback(
         "--debug", [&] { verbosity = Verbosity::everything; }, "Show even its smallest notes")
      ->group("");
  app.add_flag_callback(
      "-q,--quiet", [&] { verbosity = Verbosity::quiet; }, "Show neither notes nor warnings");
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// Cuts off what follows the first `--` and returns it: CLI11 would lose it when it follows a word
// of the same list.
std::vector<std::string> take_literal(std::vector<std::string>& words) {
  const auto mark = std::ranges::find(words, "--");
  if (mark == words.end()) return {};
  std::vector<std::string> literal(mark + 1, words.end());
  words.erase(mark, words.end());
  return literal;
}

[[noreturn]] void refuse_argument(const CLI::App& command, const std::string& word) {
  throw UsageError("`" + full_name(command) + "` takes no argument \"" + word + "\".");
}

// An argument that nothing takes: a command or an option that does not exist.
UsageError unexpected(const CLI::App& app) {
  const auto chosen = app.get_subcommands([](const CLI::App* a) { return a->parsed(); });
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::vector<std::string> rest = app.remaining(true);
  const std::string first = rest.empty() ? "" : rest.front();
  const std::string name = first.substr(0, first.find('='));
  if (name.starts_with('-')) {
    return UsageError("There is no option " + name + " here; `" + full_name(command) +
                          " --help` lists those there are, and `--` ends the options.",
                      did_you_mean(name, option_names(command)));
  }
  if (!chosen.empty()) {
    refuse_argument(command, first);
  }
  std::string all;
  for (const std::string& each : command_names(app)) all += (all.empty() ? "" : ", ") + each;
  return UsageError("There is no command \"" + first + "\". Commands: " + all + ".",
                    did_you_mean(first, command_names(app)));
}

UsageError usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    return unexpected(app);
  }
  const auto chosen = app.get_subcommands([](const CLI::App* a) { return a->parsed(); });
  const std::string where = full_name(chosen.empty() ? app : *chosen.front());
  std::string what = error.what();
  // "--model: At Most 1 required but received 2"
  if (const std::size_t at = what.find(": At Most 1 required"); at != std::string::npos) {
    what = what.substr(0, at) + " is given several times; it takes one value";
  }
  return UsageError(what + "; see `" + where + " --help`.");
}

int fail(const Terminal& terminal, int code, const std::string& message,
         const std::string& hint = {}) {
  // Some of the reference's messages begin with an empty line.
  say(terminal, Style::red,
      message.substr(std::min(message.find_first_not_of('\n'), message.size())));
  if (!hint.empty()) say(terminal, Style::plain, hint);
  return code;
}

int parse_and_run(CLI::App& app, int argc, char** argv, Context& context) {
  std::vector<Command> commands;
  for (const auto add : kCommands) {
    commands.push_back(add(app));
    add_verbosity(*commands.back().app, context.verbosity);
  }
  add_verbosity(app, context.verbosity);
  std::vector<std::string> words(argv + 1, argv + argc);
  const std::vector<std::string> literal = take_literal(words);
  try {
    std::ranges::reverse(words);  // CLI11 takes them from the back
    app.parse(std::move(words));
  } catch (const CLI::CallForVersion& version) {
    context.out.write(std::string(version.what()) + "\n");
    return kAllWell;
  } catch (const CLI::CallForHelp&) {
    context.out.write(app.help());
    return kAllWell;
  } catch (const CLI::ParseError& error) {
    throw usage_error(app, error);
  }
  show_notes(context.verbosity, context.err_terminal);
  for (const Command& command : commands) {
    if (!command.app->parsed()) continue;
    if (!literal.empty() && command.words == nullptr) refuse_argument(*command.app, literal[0]);
    if (command.words != nullptr) {
      command.words->insert(command.words->end(), literal.begin(), literal.end());
    }
    return command.act(context);
  }
  say(context.err_terminal, Style::plain, app.help());
  return kWrongUsage;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  Output out(STDOUT_FILENO);
  Context context{out, examine_terminal(STDOUT_FILENO), examine_terminal(STDERR_FILENO)};
  int code = kAllWell;
  try {
    CLI::App app("Hugging Face pipelines on ONNX Runtime, OpenVINO or IPEX, without Python.",
                 "penstock");
    app.set_version_flag("--version", "penstock " PENSTOCK_VERSION, "Print the version");
    app.set_help_flag("-h,--help", "Print this help");
    app.require_subcommand(0, 1);
    app.footer(kExamples);
    app.formatter(help_formatter());
    code = parse_and_run(app, argc, argv, context);
  } catch (const UsageError& error) {
    code = fail(context.err_terminal, kWrongUsage, error.what(), error.hint());
  } catch (...) {
    code = fail(context.err_terminal, kSomeFailed, current_failure().message);
  }
  try {
    out.flush();
  } catch (const WriteError& error) {
    code = fail(context.err_terminal, kSomeFailed, error.what());
  }
  return code;
}

}  // namespace penstock::cli
