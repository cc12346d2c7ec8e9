// SPDX-License-Identifier: Apache-2.0
#include "pipeline/assistant_model.hpp"

#include <array>
#include <penstock/error.hpp>
#include <string_view>
#include <utility>

#include "pipeline/graph_selection.hpp"
#include "pipeline/graph_source.hpp"
#include "pipeline/model_arguments.hpp"
#include "pipeline/model_folder.hpp"
#include "tasks/model_fit.hpp"
#include "tasks/parameter_set.hpp"

namespace penstock {
namespace {

// What model_kwargs say of the main model's files alone.
constexpr std::array<std::string_view, 5> kFileKeys = {"subfolder", "file_name",
                                                       "encoder_file_name", "decoder_file_name",
                                                       "decoder_with_past_file_name"};

std::optional<std::string> take(Json& object) {
  constexpr const char* kKey = "assistant_model";
  if (!object.is_object()) return std::nullopt;
  if (object.contains("assistant_tokenizer") && !object["assistant_tokenizer"].is_null()) {
    throw Error(ErrorCode::unsupported,
                "`assistant_tokenizer` is not supported: the assistant must have the vocabulary of "
                "the main model. Leave it out.");
  }
  object.erase("assistant_tokenizer");
  const auto found = object.find(kKey);
  if (found == object.end()) return std::nullopt;
  const Json value = *found;
  object.erase(kKey);
  if (value.is_null()) return std::nullopt;
  if (!value.is_string()) refuse_parameter(kKey, "the folder of a model", value);
  return value.get<std::string>();
}

// transformers' load_assistant_model, as far as both files tell.
void check_same_vocabulary(const ModelConfig& main, const ModelConfig& assistant) {
  for (const char* key : {"vocab_size", "eos_token_id", "pad_token_id", "bos_token_id"}) {
    const auto a = main.integer(key);
    const auto b = assistant.integer(key);
    if (!a || !b || *a == *b) continue;
    throw Error(ErrorCode::invalid_argument,
                "The assistant model has a different tokenizer than the main model. You should "
                "pass the assistant tokenizer. (`" +
                    std::string(key) + "` is " + std::to_string(*b) + " there and " +
                    std::to_string(*a) + " here.) Give an assistant of the same vocabulary.");
  }
}

void check_assistant(const TaskEntry& task, const Session& graph, const ModelConfig& config) try {
  check_fit(task, graph, config);
} catch (const Error& error) {
  throw Error(error.code(), "The `assistant_model` cannot be used: " + std::string(error.what()));
}

}  // namespace

std::optional<std::string> take_assistant(PipelineOptions& options) {
  auto named = take(options.parameters);
  auto loaded = take(options.model_kwargs);
  return named ? std::move(named) : std::move(loaded);
}

std::shared_ptr<const TaskResources> assistant_resources(
    const std::string& folder, const PipelineOptions& options, const TaskEntry& task,
    const ModelConfig& main, Accelerator accelerator, std::shared_ptr<Backend> backend) {
  PipelineOptions own = options;
  own.model = folder;
  own.config.reset();
  for (const std::string_view key : kFileKeys) own.model_kwargs.erase(std::string(key));
  const ModelLocation location = locate_model(own);
  auto resources = std::make_shared<TaskResources>();
  resources->config = load_config(own, location);
  check_same_vocabulary(main, *resources->config);
  const GraphSources graphs(ModelFiles(location, resources->config->torchscript()),
                            resources->config, std::nullopt, export_choice(own.model_kwargs));
  resources->decoder = decoder_arguments(own.model_kwargs);
  const GraphSelection selection =
      select_graphs(graphs, accelerator, task.graphs, resources->decoder);
  if (selection.graphs.empty()) {
    throw Error(ErrorCode::not_found,
                "The `assistant_model` cannot be loaded: " + selection.problem);
  }
  resources->graphs = selection.roles();
  SessionArguments arguments = session_arguments(own, accelerator);
  arguments.logits_start = true;
  resources->open_session = [&task, config = resources->config, backend = std::move(backend),
                             graphs, accelerator,
                             arguments = std::move(arguments)](const GraphRole& role) {
    auto session = graphs.open(backend, accelerator, role, arguments);
    if (&role != &kEncoderGraph) check_assistant(task, *session, *config);
    return session;
  };
  return resources;
}

}  // namespace penstock
