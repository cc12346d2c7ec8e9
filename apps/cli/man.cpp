// SPDX-License-Identifier: Apache-2.0
// penstock man (hidden): the manual page in troff, written at build from the command line itself.
#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

#include <penstock/version.hpp>

#include "command.hpp"
#include "command_model.hpp"

namespace penstock::cli {
namespace {

// Text that troff takes letter for letter.
std::string plain(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string option_entry(const OptionModel& option) {
  std::string names;
  for (const std::string& name : option.names) {
    names += (names.empty() ? "" : ", ") + ("\\fB" + plain(name) + "\\fR");
  }
  if (!option.value.empty() && !option.positional) names += " \\fI" + plain(option.value) + "\\fR";
  if (option.repeatable) names += " ...";
  return ".TP\n" + names + "\n" + plain(option.description) +
         (option.required ? " (required)" : "") + "\n";
}

std::string examples(std::string_view footer) {
  const std::string_view kHeading = "Examples:\n";
  if (footer.starts_with(kHeading)) footer.remove_prefix(kHeading.size());
  return ".PP\n.nf\n" + plain(footer) + "\n.fi\n";
}

std::string command_section(const CommandModel& command) {
  std::string out =
      ".SS penstock " + plain(command.name) + "\n" + plain(command.description) + "\n";
  for (const OptionModel& option : command.options) out += option_entry(option);
  return out + examples(command.examples);
}

constexpr std::string_view kEnvironment = R"(.SH ENVIRONMENT
.TP
.B PENSTOCK_ACCELERATOR
Overrides the automatic choice of an accelerator.
.TP
.B PENSTOCK_RUNTIME_PATH
Folders in which runtimes are looked for first.
.TP
.B PENSTOCK_PLUGIN_PATH
Folders in which plug\-ins are looked for.
.TP
.B NO_COLOR
When not empty, no colour is used.
)";

std::string page(const CommandModel& root) {
  std::string out = ".TH PENSTOCK 1 \"\" \"penstock " PENSTOCK_VERSION "\" \"User Commands\"\n";
  out += ".SH NAME\npenstock \\- " + plain(root.description) + "\n";
  out += ".SH SYNOPSIS\n.B penstock\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH COMMANDS\n";
  for (const CommandModel& command : root.commands) out += command_section(command);
  out += ".SH EXIT STATUS\n0: all well. 1: some input failed. 2: wrong usage.\n";
  out += kEnvironment;
  return out + ".SH EXAMPLES\n" + examples(root.examples);
}

}  // namespace

Command add_man(CLI::App& app) {
  CLI::App* command = app.add_subcommand("man", "Print the manual page in troff");
  command->group("");
  return {command, [&app](Context& context) {
            context.out.write(page(command_model(app)));
            return kAllWell;
          }};
}

}  // namespace penstock::cli
