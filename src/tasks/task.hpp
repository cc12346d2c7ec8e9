// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "backends/session.hpp"
#include "models/graph_role.hpp"
#include "models/model_config.hpp"
#include "models/model_graphs.hpp"

namespace penstock {

// Everything a task is made from. The pipeline fills in what the task's registry row asks for.
struct TaskResources {
  std::string task;  // the normalised id; translation keeps its languages
  std::shared_ptr<const ModelConfig> config;
  std::optional<Tokenizer> tokenizer;
  std::filesystem::path folder;  // further files: preprocessor_config.json, generation_config.json
  // Opens a graph of the model on the accelerator that was chosen. Throws Error{not_found} when the
  // model has no such graph.
  std::function<std::unique_ptr<Session>(const GraphRole&)> open_session;
  // The graphs that were selected for the model; none: kModelGraph alone.
  std::vector<const GraphRole*> graphs;
  DecoderArguments decoder;
  // The assistant_model's decoder; null: there is none.
  std::shared_ptr<const TaskResources> assistant;
  Json parameters = Json::object();  // those given at construction, kept for every call
};

// A loaded task: inputs in, answer out. Immutable; call it from many threads at once.
class Task {
 public:
  Task() = default;
  virtual ~Task() = default;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  // What Python's pipeline returns for pipe(inputs, **parameters). Throws Error for bad input.
  [[nodiscard]] virtual Json call(const Json& inputs, const Json& parameters) const = 0;
  // Throws what call() throws for these parameters, whatever the inputs.
  virtual void check_parameters(const Json& parameters) const = 0;
  // Those of the construction among them, sorted.
  [[nodiscard]] virtual std::vector<std::string> parameter_names() const = 0;
};

using TaskFactory = std::unique_ptr<const Task> (*)(const TaskResources& resources);

}  // namespace penstock
