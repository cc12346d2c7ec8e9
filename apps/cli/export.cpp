// SPDX-License-Identifier: Apache-2.0
// penstock export: a checkpoint as an ONNX model, without Python.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include <penstock/export.hpp>

#include "arguments.hpp"
#include "command.hpp"
#include "json_lines.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

struct Arguments {
  std::string model;
  std::string output;
  std::string task;
  std::string dtype;
  bool fused = false;
  bool json = false;
};

std::string report_text(const ExportReport& report) {
  std::string text = "Wrote " + printable(report.graph.string()) + " for " + report.task;
  text += report.weights_in_place ? "; its weights stay in the checkpoint beside it.\n" : ".\n";
  return text;
}

Json to_json(const ExportReport& report) {
  Json written = Json::array();
  for (const auto& file : report.written) written.push_back(file.string());
  return {{"graph", report.graph.string()},
          {"task", report.task},
          {"weights_in_place", report.weights_in_place},
          {"written", written}};
}

int export_checkpoint(const Arguments& arguments, Context& context) {
  ExportOptions options;
  options.model = arguments.model;
  options.output = arguments.output.empty() ? arguments.model : arguments.output;
  if (!arguments.task.empty()) options.task = arguments.task;
  if (!arguments.dtype.empty()) options.dtype = arguments.dtype;
  options.fused = arguments.fused;
  const ExportReport report = load_or_usage_error([&] { return export_model(options); });
  if (arguments.json) {
    write_json(context.out.text(), to_json(report));
    context.out.end_line();
  } else {
    context.out.write(report_text(report));
  }
  return kAllWell;
}

}  // namespace

Command add_export(CLI::App& app) {
  CLI::App* command = app.add_subcommand("export", "Write a checkpoint as an ONNX model");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("MODEL", arguments->model, "Folder of a checkpoint")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("DIR", arguments->output,
                   "Folder to write to; left out, the graph is put beside the weights and "
                   "points into them")
      ->type_name("PATH");
  command->add_option("--task", arguments->task, "By default what the architecture is made for")
      ->type_name("TASK");
  command
      ->add_option("--dtype", arguments->dtype,
                   "Keep the weights as float32, float16 or bfloat16; by default as they are")
      ->type_name("NAME");
  command->add_flag("--fused", arguments->fused, "Use operators of ONNX Runtime 1.24 and newer");
  command->add_flag("--json", arguments->json, "One line of JSON, for programs");
  command->footer(
      "Examples:\n  penstock export models/checkpoint exported\n"
      "  penstock export models/checkpoint exported --dtype float16");
  return {command,
          [arguments](Context& context) { return export_checkpoint(*arguments, context); }};
}

}  // namespace penstock::cli
