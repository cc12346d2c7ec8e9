// SPDX-License-Identifier: Apache-2.0
// penstock run: a task, a model and inputs; the answers.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <penstock/accelerator.hpp>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>

#include "answers.hpp"
#include "arguments.hpp"
#include "check_parameters.hpp"
#include "command.hpp"
#include "request.hpp"
#include "run_streamed.hpp"
#include "suggestions.hpp"

namespace penstock::cli {
namespace {

struct RunArguments {
  std::string task;
  PipelineOptions options;
  std::vector<std::string> parameters;
  std::vector<std::string> model_kwargs;
  std::vector<std::string> inputs;
  std::optional<std::size_t> batch_size;
  bool jsonl = false;
  bool json = false;
};

const std::vector<std::string>& accelerator_names() {
  static const std::vector<std::string> kNames{"ort", "ov", "ipex", "onnxruntime", "openvino"};
  return kNames;
}

void check_accelerator(const std::optional<std::string>& name) {
  if (!name) return;
  try {
    (void)parse_accelerator(*name);
  } catch (const Error& error) {
    throw UsageError(error.what(), did_you_mean(*name, accelerator_names()));
  }
}

Pipeline load(const RunArguments& arguments) {
  check_accelerator(arguments.options.accelerator);
  PipelineOptions options = arguments.options;
  options.model_kwargs = key_values(arguments.model_kwargs, "--model-kwarg");
  try {
    return load_or_usage_error([&] { return pipeline(arguments.task, options); });
  } catch (const UsageError& error) {
    const std::vector<std::string> tasks = available_tasks();
    if (std::ranges::find(tasks, arguments.task) != tasks.end()) throw;
    throw UsageError(error.what(), did_you_mean(arguments.task, tasks));
  }
}

// Tasks whose inputs are, or may be, objects: an INPUT that looks like one is one.
bool takes_objects(std::string_view task) {
  constexpr std::array<std::string_view, 3> kTasks{"question-answering", "sentence-similarity",
                                                   "text-ranking"};
  return std::ranges::find(kTasks, task) != kTasks.end();
}

std::unique_ptr<RequestSource> open_source(const RunArguments& arguments, std::string_view task) {
  const bool objects = takes_objects(task);
  if (!arguments.inputs.empty()) return std::make_unique<WordSource>(arguments.inputs, objects);
  const LineKind plain = objects ? LineKind::text_or_object : LineKind::text;
  return std::make_unique<LineSource>(STDIN_FILENO, arguments.jsonl ? LineKind::request : plain);
}

void check_usage(const RunArguments& arguments) {
  if (arguments.jsonl && !arguments.inputs.empty()) {
    throw UsageError("--jsonl reads requests from standard input; it takes no INPUT.");
  }
  if (!arguments.jsonl && arguments.inputs.empty() && ::isatty(STDIN_FILENO) != 0) {
    throw UsageError("There is no input: give an INPUT, or lines on standard input.");
  }
}

void tell_choice(const Pipeline& pipe, const Context& context) {
  if (context.verbosity != Verbosity::warnings || !context.err_terminal.is_terminal) return;
  say(context.err_terminal, Style::dim,
      std::string(to_string(pipe.accelerator())) + ": " + std::string(pipe.selection_reason()));
}

int run(const RunArguments& arguments, Context& context) {
  check_usage(arguments);
  const Json parameters = key_values(arguments.parameters, "--param");
  const Pipeline pipe = load(arguments);
#ifndef PENSTOCK_ORDERLY_EXIT
  // Freeing a session takes the runtimes tens of milliseconds, and main() does not wait for it.
  static const auto* const kKept = new Pipeline(pipe);
  (void)kKept;
#endif
  tell_choice(pipe, context);
  // Requests have parameters of their own beside these, which may mend a value.
  check_parameters(pipe, parameters, arguments.jsonl, context);
  const bool for_people = context.out_terminal.is_terminal && !arguments.jsonl && !arguments.json;
  const auto source = open_source(arguments, pipe.task());
  if (for_people && !arguments.batch_size && streams(pipe, parameters)) {
    return run_streamed(pipe, *source, parameters, context);
  }
  Answers answers(context, pipe, {parameters, arguments.batch_size, for_people, !arguments.jsonl});
  return answers.run(*source);
}

void add_loading_options(CLI::App& command, PipelineOptions& options) {
  const auto path = [&](const char* name, auto& value, const char* description) {
    return command.add_option(name, value, description)->type_name("PATH");
  };
  path("-m,--model", options.model,
       "Folder of a model repository: config.json, tokenizer.json, "
       "model.onnx or openvino_model.xml")
      ->required();
  command
      .add_option("-a,--accelerator", options.accelerator,
                  "ort, ov or ipex; by default ov, ort, ipex, the first that is there and has "
                  "a file it can run")
      ->type_name("NAME");
  command.add_option("-d,--device", options.device, "cpu, cuda:0, GPU, ...; by default the CPU")
      ->type_name("NAME");
  command
      .add_option("--torch-dtype", options.torch_dtype,
                  "auto or float32: exact; bfloat16, float16: faster where the runtime can")
      ->type_name("NAME");
  command.add_option("--revision", options.revision, "Revision of the model")->type_name("NAME");
  path("--config", options.config, "config.json, or its folder, instead of the model's");
  path("--tokenizer", options.tokenizer, "tokenizer.json, or its folder, instead of the model's");
  path("--feature-extractor", options.feature_extractor, "The same for the feature extractor");
  path("--image-processor", options.image_processor, "The same for the image processor");
  path("--processor", options.processor, "The same for the processor");
}

constexpr const char* kRunExamples = R"(Examples:
  penstock run sentiment-analysis -m models/sentiment "I love it" "Not bad"
  penstock run text-classification -m models/sentiment -p top_k=2 < lines.txt
  penstock run text-generation -m models/qwen2 -p max_new_tokens=50 "Once upon"
  echo '{"inputs": "I love it", "parameters": {"top_k": null}}' |
    penstock run text-classification -m models/sentiment --jsonl
Exit code: 0 all well, 1 some input failed, 2 wrong usage.)";

}  // namespace

Command add_run(CLI::App& app) {
  CLI::App* command = app.add_subcommand("run", "Run a task on inputs and print the answers");
  auto arguments = std::make_shared<RunArguments>();
  command->add_option("TASK", arguments->task, "text-classification, text-generation, ...")
      ->required()
      ->type_name("TASK");
  add_words(*command, "INPUT", arguments->inputs,
            "A text, a file path or a URL, as the task wants, or {\"question\": ..., "
            "\"context\": ...} and the like; without any, lines of standard input");
  add_loading_options(*command, arguments->options);
  add_repeatable(*command, "-p,--param", arguments->parameters,
                 "A parameter of the task, such as top_k=2; JSON where it is JSON, else a string");
  add_repeatable(*command, "--model-kwarg", arguments->model_kwargs,
                 "An option for loading the model, such as file_name=model_int8.onnx");
  command
      ->add_option("-b,--batch-size", arguments->batch_size,
                   "Inputs, or an input's windows or labels, that are run together; by default "
                   "inputs one by one")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{65536}).description(""));
  command->add_flag("--jsonl", arguments->jsonl,
                    "One request a line on standard input, {\"inputs\": ..., \"parameters\": "
                    "{...}} or a JSON string; one answer a line, in order");
  command->add_flag("--json", arguments->json, "JSON on a terminal too");
  command->footer(kRunExamples);
  return {command, [arguments](Context& context) { return run(*arguments, context); },
          &arguments->inputs};
}

}  // namespace penstock::cli
