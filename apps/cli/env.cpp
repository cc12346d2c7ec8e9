// SPDX-License-Identifier: Apache-2.0
// penstock env: which accelerators this machine has, which would be chosen, and why.
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <penstock/accelerator.hpp>
#include <penstock/error.hpp>

#include "command.hpp"
#include "json_lines.hpp"
#include "table.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

struct Report {
  Availability availability;
  std::vector<std::string> devices;
};

// Loads the runtimes that are there; one that cannot be loaded says so among its attempts.
std::vector<Report> examine() {
  std::vector<Report> reports;
  for (const Availability& availability : availabilities()) {
    Report report{availability, {}};
    if (availability.available) {
      try {
        report.devices = devices(availability.accelerator);
      } catch (...) {
        report.availability.attempts.push_back(
            {availability.library, "load", current_failure().message});
      }
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

Selection selection() {
  try {
    return default_selection();
  } catch (const Error& error) {  // PENSTOCK_ACCELERATOR names nothing that is here
    return {std::nullopt, error.what()};
  }
}

Json to_json(const Report& report) {
  const Availability& a = report.availability;
  Json attempts = Json::array();
  for (const Attempt& attempt : a.attempts) {
    attempts.push_back(
        {{"place", attempt.place}, {"phase", attempt.phase}, {"outcome", attempt.outcome}});
  }
  return {{"accelerator", std::string(to_string(a.accelerator))},
          {"available", a.available},
          {"version", a.version},
          {"distribution", a.distribution ? Json(*a.distribution) : Json()},
          {"library", a.library.empty() ? Json() : Json(a.library)},
          {"devices", report.devices},
          {"attempts", attempts}};
}

void print_json(Context& context, const std::vector<Report>& reports, const Selection& chosen) {
  Json all = Json::array();
  for (const Report& report : reports) all.push_back(to_json(report));
  const Json selected =
      chosen.accelerator ? Json(std::string(to_string(*chosen.accelerator))) : Json();
  write_json(context.out.text(),
             Json{{"accelerators", all}, {"selected", selected}, {"reason", chosen.reason}});
  context.out.end_line();
}

// The home folder as `~`, as shells write it, wherever a path in `text` begins with it.
std::string short_paths(std::string text) {
  const char* home = std::getenv("HOME");
  const std::string folder = home == nullptr ? "" : home;
  if (folder.size() < 2) return printable(text);
  for (std::size_t at = 0; (at = text.find(folder, at)) != std::string::npos; ++at) {
    const std::size_t end = at + folder.size();
    const bool begins =
        at == 0 || std::string_view(" '\"(:").find(text[at - 1]) != std::string::npos;
    if (begins && (end == text.size() || text[end] == '/')) text.replace(at, folder.size(), "~");
  }
  return printable(text);
}

std::string comma_separated(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + printable(part);
  return out;
}

enum class With { all, devices, neither };

Table overview(const std::vector<Report>& reports, With with) {
  std::vector<Column> columns{{"accelerator"}, {"available"}, {"version"}, {"distribution"}};
  if (with == With::all) columns.push_back({"library"});
  if (with != With::neither) columns.push_back({"devices"});
  Table table(std::move(columns));
  for (const Report& report : reports) {
    const Availability& a = report.availability;
    std::vector<Cell> row{{std::string(to_string(a.accelerator)), Style::bold},
                          {a.available ? "yes" : "no", a.available ? Style::green : Style::red},
                          {printable(a.version)},
                          {a.distribution ? printable(*a.distribution) : "-"}};
    if (with == With::all) row.push_back({a.library.empty() ? "-" : short_paths(a.library)});
    if (with != With::neither)
      row.push_back({report.devices.empty() ? "-" : comma_separated(report.devices)});
    table.add(std::move(row));
  }
  return table;
}

// What does not fit beside the rest on a narrow terminal, in full; nothing where none has any.
std::string apart(const std::vector<Report>& reports, const std::string& heading,
                  const std::function<std::string(const Report&)>& text_of,
                  const Terminal& terminal) {
  Table table({{"accelerator"}, {.heading = heading, .breakable = true}});
  for (const Report& report : reports) {
    const std::string text = text_of(report);
    if (text.empty()) continue;
    table.add({{std::string(to_string(report.availability.accelerator)), Style::bold}, {text}});
  }
  return table.empty() ? "" : "\n" + table.text(terminal);
}

std::string overview_text(const std::vector<Report>& reports, const Terminal& terminal) {
  const Table all = overview(reports, With::all);
  if (all.width() <= terminal.width) return all.text(terminal);
  const std::string libraries = apart(
      reports, "library", [](const Report& r) { return short_paths(r.availability.library); },
      terminal);
  const Table with_devices = overview(reports, With::devices);
  if (with_devices.width() <= terminal.width) return with_devices.text(terminal) + libraries;
  return overview(reports, With::neither).text(terminal) +
         apart(
             reports, "devices", [](const Report& r) { return comma_separated(r.devices); },
             terminal) +
         libraries;
}

// The places that did not serve, for an accelerator that is missing or does not load.
std::string places(const Report& report, const Terminal& terminal) {
  const Availability& a = report.availability;
  Table table({{}, {.heading = "", .breakable = true}});
  for (const Attempt& attempt : a.attempts) {
    if (attempt.outcome == "ok") continue;
    table.add({{attempt.phase, Style::dim}, {short_paths(attempt.place + ": " + attempt.outcome)}});
  }
  if (table.empty()) return {};
  const std::string name(to_string(a.accelerator));
  const std::string heading = a.available ? name + " is there, but its runtime cannot be used:"
                                          : name + " is not available. Looked at:";
  return "\n" + terminal.paint(Style::bold, heading) + "\n" + table.text(terminal, 2);
}

void print_report(Context& context, const std::vector<Report>& reports, const Selection& chosen) {
  const Terminal& terminal = context.out_terminal;
  Output& out = context.out;
  out.write(overview_text(reports, terminal));
  const std::string name =
      chosen.accelerator ? std::string(to_string(*chosen.accelerator)) : std::string("none");
  out.write("\n" + terminal.paint(Style::bold, "Chosen when none is named: " + name) + "\n");
  for (const std::string& line : wrapped(printable(chosen.reason), terminal.width - 2)) {
    out.write("  " + line + "\n");
  }
  for (const Report& report : reports) {
    const bool loads = !report.devices.empty();
    if (!report.availability.available || !loads) out.write(places(report, terminal));
  }
}

}  // namespace

Command add_env(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("env", "Accelerators on this machine, and which is chosen");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "One line of JSON, for programs");
  command->footer("Examples:\n  penstock env\n  penstock env --json | jq .selected");
  return {command, [json](Context& context) {
            const std::vector<Report> reports = examine();
            const Selection chosen = selection();
            if (*json) {
              print_json(context, reports, chosen);
            } else {
              print_report(context, reports, chosen);
            }
            return kAllWell;
          }};
}

}  // namespace penstock::cli
