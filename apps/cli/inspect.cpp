// SPDX-License-Identifier: Apache-2.0
// penstock inspect: what a model repository holds, and which accelerators can run it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <penstock/inspect.hpp>

#include "arguments.hpp"
#include "command.hpp"
#include "json_lines.hpp"
#include "table.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

Json to_json(const GraphPort& port) {
  return {{"name", port.name},
          {"dtype", port.dtype},
          {"shape", port.shape ? Json(*port.shape) : Json()}};
}

Json to_json(const std::vector<GraphPort>& ports) {
  Json out = Json::array();
  for (const GraphPort& port : ports) out.push_back(to_json(port));
  return out;
}

Json to_json(const AcceleratorFit& fit) {
  Json graphs = Json::array();
  for (const GraphInfo& graph : fit.graphs) {
    graphs.push_back(Json{{"file", graph.file},
                          {"inputs", to_json(graph.inputs)},
                          {"outputs", to_json(graph.outputs)}});
  }
  return {{"accelerator", std::string(to_string(fit.accelerator))},
          {"can_run", fit.can_run},
          {"reason", fit.reason},
          {"graphs", graphs}};
}

Json to_json(const ModelInfo& info) {
  Json files = Json::array();
  for (const RepositoryFile& file : info.files) {
    files.push_back(Json{{"path", file.path}, {"size", file.size}});
  }
  Json accelerators = Json::array();
  for (const AcceleratorFit& fit : info.accelerators) accelerators.push_back(to_json(fit));
  return {{"model", info.folder.string()},
          {"tasks", info.tasks},
          {"architectures", info.architectures},
          {"model_type", info.model_type},
          {"labels", info.labels},
          {"files", files},
          {"accelerators", accelerators},
          {"problems", info.problems}};
}

std::string size_text(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1000 && unit < 4; ++unit) size /= 1000;
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", size, kUnits[unit]);
  return text;
}

std::string shape_text(const GraphPort& port) {
  if (!port.shape) return "?";
  std::string out = "[";
  for (const std::int64_t size : *port.shape) {
    if (out.size() > 1) out += ", ";
    out += size < 0 ? "?" : std::to_string(size);
  }
  return out + "]";
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ", ";
    out += printable(word);
  }
  return out.empty() ? "-" : out;
}

std::string section(const Terminal& terminal, std::string_view heading, const Table& table) {
  if (table.empty()) return {};
  return "\n" + terminal.paint(Style::bold, heading) + "\n" + table.text(terminal, 2);
}

std::string summary(const ModelInfo& info, const Terminal& terminal) {
  std::uint64_t total = 0;
  for (const RepositoryFile& file : info.files) total += file.size;
  Table table({{}, {.heading = "", .breakable = true}});
  const auto row = [&](const char* name, const std::string& value) {
    table.add({{name, Style::bold}, {value}});
  };
  row("model", printable(info.folder.string()));
  row("task", listed(info.tasks));
  row("architecture", listed(info.architectures));
  row("model_type", info.model_type.empty() ? "-" : printable(info.model_type));
  constexpr std::size_t kShown = 20;
  std::vector<std::string> labels = info.labels;
  if (labels.size() > kShown) labels.resize(kShown);
  const std::size_t more = info.labels.size() - labels.size();
  row("labels", listed(labels) + (more == 0 ? "" : " and " + std::to_string(more) + " more"));
  row("size", size_text(total) + " in " + std::to_string(info.files.size()) + " files");
  return table.text(terminal);
}

std::string accelerators_text(const ModelInfo& info, const Terminal& terminal) {
  Table table({{}, {}, {.heading = "", .breakable = true}});
  for (const AcceleratorFit& fit : info.accelerators) {
    table.add({{std::string(to_string(fit.accelerator)), Style::bold},
               {fit.can_run ? "yes" : "no", fit.can_run ? Style::green : Style::red},
               {printable(fit.reason)}});
  }
  return section(terminal, "Runs on", table);
}

// As the first accelerator that opened them sees them.
std::string graphs_text(const ModelInfo& info, const Terminal& terminal) {
  const auto fit = std::ranges::find_if(info.accelerators,
                                        [](const AcceleratorFit& f) { return !f.graphs.empty(); });
  if (fit == info.accelerators.end()) return {};
  std::string out;
  for (const GraphInfo& graph : fit->graphs) {
    Table table({{}, {.heading = "", .breakable = true}, {}, {.heading = "", .breakable = true}});
    for (const GraphPort& port : graph.inputs) {
      table.add({{"input", Style::dim}, {printable(port.name)}, {port.dtype}, {shape_text(port)}});
    }
    for (const GraphPort& port : graph.outputs) {
      table.add({{"output", Style::dim}, {printable(port.name)}, {port.dtype}, {shape_text(port)}});
    }
    out += section(terminal, printable(graph.file), table);
  }
  return out;
}

std::string files_text(const ModelInfo& info, const Terminal& terminal) {
  constexpr std::size_t kShown = 50;  // --json has them all
  Table table({{.heading = "", .right = true}, {.heading = "", .breakable = true}});
  for (std::size_t i = 0; i < std::min(kShown, info.files.size()); ++i) {
    table.add({{size_text(info.files[i].size)}, {printable(info.files[i].path)}});
  }
  if (info.files.size() > kShown) {
    table.add({{"..."}, {"and " + std::to_string(info.files.size() - kShown) + " more"}});
  }
  return section(terminal, "Files", table);
}

std::string problems_text(const ModelInfo& info, const Terminal& terminal) {
  Table table({{.heading = "", .breakable = true}});
  for (const std::string& problem : info.problems) {
    table.add({{printable(problem), Style::yellow}});
  }
  return section(terminal, "Problems", table);
}

int inspect(const std::string& model, bool json, Context& context) {
  const ModelInfo info = load_or_usage_error([&] { return inspect_model(model); });
  if (json) {
    write_json(context.out.text(), to_json(info));
    context.out.end_line();
  } else {
    const Terminal& terminal = context.out_terminal;
    context.out.write(summary(info, terminal) + accelerators_text(info, terminal) +
                      graphs_text(info, terminal) + files_text(info, terminal) +
                      problems_text(info, terminal));
  }
  return info.problems.empty() ? kAllWell : kSomeFailed;
}

}  // namespace

Command add_inspect(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("inspect", "What a model repository holds, and who can run it");
  auto model = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  command->add_option("MODEL", *model, "Folder of a model repository")
      ->required()
      ->type_name("PATH");
  command->add_flag("--json", *json, "One line of JSON, for programs");
  command->footer(
      "Examples:\n  penstock inspect models/sentiment\n"
      "  penstock inspect models/sentiment --json | jq .tasks");
  return {command, [model, json](Context& context) { return inspect(*model, *json, context); }};
}

}  // namespace penstock::cli
