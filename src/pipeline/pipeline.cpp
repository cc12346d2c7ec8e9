// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>
#include <utility>

#include "backends/accelerator_table.hpp"
#include "backends/plugin.hpp"
#include "backends/selection.hpp"
#include "backends/session.hpp"
#include "core/environment.hpp"
#include "core/file_error.hpp"
#include "core/log.hpp"
#include "pipeline/assistant_model.hpp"
#include "pipeline/check_options.hpp"
#include "pipeline/graph_selection.hpp"
#include "pipeline/graph_source.hpp"
#include "pipeline/model_arguments.hpp"
#include "pipeline/model_folder.hpp"
#include "pipeline/open_ahead.hpp"
#include "pipeline/pipeline_state.hpp"
#include "tasks/model_fit.hpp"
#include "tasks/registry.hpp"

namespace penstock {
namespace {

// How a message about an unserved task calls what would run it.
std::string_view runtime_title(const PipelineOptions& options) {
  if (options.accelerator) return traits(parse_accelerator(*options.accelerator)).title;
  const Selection selection = default_selection();
  return selection.accelerator ? traits(*selection.accelerator).title : "Penstock";
}

// Whether every graph that the task needs is there for an accelerator.
Servability servable(GraphSelection selection) {
  if (!selection.graphs.empty()) return {true, selection.files()};
  if (selection.problem.ends_with('.')) selection.problem.pop_back();
  return {false, std::move(selection.problem)};
}

// The function that a task opens its graphs with; it refuses a model for another task. Holds
// copies: it outlives the factory's locals only as long as the task's construction, but a task may
// keep it.
auto session_opener(const TaskEntry& task, std::shared_ptr<const ModelConfig> config,
                    std::shared_ptr<Backend> backend, GraphSources graphs, Accelerator accelerator,
                    SessionArguments arguments) {
  return
      [&task, config = std::move(config), backend = std::move(backend), graphs = std::move(graphs),
       accelerator, arguments = std::move(arguments)](const GraphRole& role) {
        auto session = graphs.open(backend, accelerator, role, arguments);
        if (&role != &kEncoderGraph) check_fit(task, *session, *config);
        return session;
      };
}

// Where no accelerator finds the task's graphs, the message ends with what the model is for.
Choice choose_fitting(const TaskEntry& task, const ModelConfig& config,
                      const PipelineOptions& options,
                      const std::function<Servability(Accelerator)>& serves) try {
  return choose_accelerator(system_environment(), options.accelerator, availabilities(), serves);
} catch (const Error& error) {
  const std::string advice = other_tasks(task, config);
  const bool any_model = task.reads == Reads::vectors;  // each is good for some
  if (error.code() != ErrorCode::not_found || advice.empty() || any_model) throw;
  std::string message = error.what();
  if (!message.ends_with('.')) message += '.';
  throw Error(error.code(), message + " " + advice);
}

void log_loaded(const Pipeline::State& state, const GraphSource& source) {
  if (!log_enabled(LogLevel::info)) return;
  const std::string how =
      source.built ? " (its graph is built from config.json: " + source.reason + ")" : "";
  log(LogLevel::info, state.task_id + " runs " + state.model_file.string() + how + " on `" +
                          std::string(to_string(state.accelerator)) + "`. " + state.reason);
}

}  // namespace

Pipeline pipeline(std::string_view task, const PipelineOptions& given) try {
  PipelineOptions options = given;
  // What is wanted: an id in place of an alias, and options that can be served.
  check_options(task, options);
  const TaskName name = normalize_task(task);
  const TaskEntry& entry = find_task(name, runtime_title(options));
  check_components(entry, options);
  const bool generates = entry.graphs != ModelGraphs::single;
  const std::optional<std::string> assistant = generates ? take_assistant(options) : std::nullopt;

  // What there is: the model's folder, its configuration and the graphs in it.
  const ModelLocation location = locate_model(options);
  const std::shared_ptr<const ModelConfig> config = load_config(options, location);
  const GraphSources graphs(ModelFiles(location, config->torchscript()), config, head_of(name.id),
                            export_choice(options.model_kwargs));
  const DecoderArguments decoder = decoder_arguments(options.model_kwargs);
  const auto select = [&](Accelerator accelerator) {
    return select_graphs(graphs, accelerator, entry.graphs, decoder);
  };

  // Which accelerator: the one named, else the first that is here and finds a graph of its own.
  Choice choice = choose_fitting(entry, *config, options, [&](Accelerator accelerator) {
    return servable(select(accelerator));
  });
  const std::string& library = availability(choice.accelerator).library;
  const GraphSelection selection = select(choice.accelerator);
  if (!selection.warning.empty()) log(LogLevel::warning, selection.warning);

  // What the task is made from.
  TaskResources resources;
  resources.task = name.full;
  resources.config = config;
  resources.folder = location.folder;
  resources.parameters = options.parameters;
  resources.graphs = selection.roles();
  resources.decoder = decoder;
  SessionArguments arguments = session_arguments(options, choice.accelerator);
  arguments.logits_start = generates;
  const std::shared_ptr<Backend> backend = load_backend(choice.accelerator, library);
  resources.open_session = open_ahead(
      resources.graphs,
      session_opener(entry, config, backend, graphs, choice.accelerator, std::move(arguments)));
  if (assistant) {
    resources.assistant =
        assistant_resources(*assistant, options, entry, *config, choice.accelerator, backend);
  }
  resources.tokenizer = load_tokenizer(entry, options, location);

  // The task itself, which opens its graphs.
  auto state = std::make_shared<Pipeline::State>();
  state->task_id = name.id;
  state->accelerator = choice.accelerator;
  state->reason = std::move(choice.reason);
  const GraphSource& source = selection.graphs.front().source;
  state->model_file = source.file.value();
  state->task = entry.make(resources);
  log_loaded(*state, source);
  return Pipeline(std::move(state));
} catch (const std::filesystem::filesystem_error& error) {
  throw file_error(error);
}

Json Pipeline::operator()(const Json& inputs, const Json& parameters) const {
  return state_->task->call(inputs, parameters);
}

void Pipeline::check_parameters(const Json& parameters) const {
  state_->task->check_parameters(parameters);
}

std::vector<std::string> Pipeline::parameter_names() const {
  return state_->task->parameter_names();
}

std::string_view Pipeline::task() const { return state_->task_id; }
Accelerator Pipeline::accelerator() const { return state_->accelerator; }
std::string_view Pipeline::selection_reason() const { return state_->reason; }
const std::filesystem::path& Pipeline::model_file() const { return state_->model_file; }

std::vector<std::string> available_tasks() {
  std::vector<std::string> names;
  for (const std::string& name : known_tasks()) {
    const std::string id = normalize_task(name).id;
    for (const TaskEntry& entry : task_table()) {
      if (entry.id == id) names.push_back(name);
    }
  }
  return names;
}

}  // namespace penstock
