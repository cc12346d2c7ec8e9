// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/error.hpp>
#include <penstock/inspect.hpp>
#include <system_error>
#include <utility>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "models/model_config.hpp"
#include "models/model_files.hpp"
#include "pipeline/graph_selection.hpp"
#include "tasks/task_guess.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxFiles = 10000;

void list_files(ModelInfo& info) {
  std::error_code error;
  fs::recursive_directory_iterator at(info.folder, fs::directory_options::skip_permission_denied,
                                      error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at.depth() >= kMaxDepth || at->path().filename() == ".git") at.disable_recursion_pending();
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;
    const auto size = at->file_size(ignored);
    info.files.push_back({at->path().lexically_relative(info.folder).generic_string(),
                          ignored ? 0 : static_cast<std::uint64_t>(size)});
    if (info.files.size() == kMaxFiles) {
      std::string& problem = info.problems.emplace_back("Only the first ");
      problem.append(std::to_string(kMaxFiles)).append(" files are listed.");
      break;
    }
  }
  if (error) info.problems.push_back("The folder cannot be listed: " + error.message());
  std::ranges::sort(info.files, {}, &RepositoryFile::path);
}

// Null when it cannot be read.
std::shared_ptr<const ModelConfig> read_config(ModelInfo& info) {
  try {
    auto config = std::make_shared<const ModelConfig>(ModelConfig::from_file(info.folder));
    info.architectures = config->architectures();
    info.model_type = config->model_type();
    for (const auto& [id, label] : config->id2label()) info.labels.push_back(label);
    info.tasks = guess_tasks(*config);
    return config;
  } catch (const Error& error) {
    info.problems.emplace_back(error.what());
    return nullptr;
  }
}

std::vector<GraphPort> to_ports(const std::vector<Port>& ports) {
  std::vector<GraphPort> out;
  for (const Port& port : ports) {
    GraphPort made{port.name, std::string(to_string(port.dtype)), std::nullopt};
    if (port.rank_known) made.shape.emplace(port.shape.begin(), port.shape.end());
    out.push_back(std::move(made));
  }
  return out;
}

// What the model's graphs are, as far as its configuration tells.
ModelGraphs graphs_of(const ModelInfo& info, const ModelConfig* config) {
  const auto serves = [&](std::string_view task) {
    return std::ranges::find(info.tasks, task) != info.tasks.end();
  };
  const bool two = config && config->boolean("is_encoder_decoder").value_or(false);
  if (serves("text2text-generation") || serves("image-to-text") ||
      (two && serves("automatic-speech-recognition")))
    return ModelGraphs::seq2seq;
  return serves("text-generation") ? ModelGraphs::causal_lm : ModelGraphs::single;
}

void open_graphs(AcceleratorFit& fit, const GraphSelection& found, const GraphSources& graphs,
                 const fs::path& folder) {
  const std::string& library = availability(fit.accelerator).library;
  const auto backend = load_backend(fit.accelerator, library);
  std::string names;
  for (const auto& [role, source] : found.graphs) {
    const auto session = graphs.open(backend, fit.accelerator, *role, {});
    const std::string name = source.file->lexically_relative(folder).generic_string();
    fit.graphs.push_back({name, to_ports(session->inputs()), to_ports(session->outputs())});
    names += (names.empty() ? "" : ", ") + name;
    if (source.built) names += " (graph built from config.json: " + source.reason + ")";
  }
  fit.can_run = true;
  fit.reason = "opens " + names;
}

AcceleratorFit examine(Accelerator accelerator, const GraphSources& graphs, ModelGraphs kind,
                       const fs::path& folder) {
  AcceleratorFit fit;
  fit.accelerator = accelerator;
  const GraphSelection found = select_graphs(graphs, accelerator, kind, {});
  if (found.graphs.empty()) {
    fit.reason = found.problem;
    return fit;
  }
  if (!availability(accelerator).available) {
    fit.reason = "its file is there (" + found.graphs.front().source.file->filename().string() +
                 "), but the runtime is not; `penstock env` lists every place searched";
    return fit;
  }
  try {
    open_graphs(fit, found, graphs, folder);
  } catch (const Error& error) {
    fit.reason = error.what();
  }
  return fit;
}

}  // namespace

ModelInfo inspect_model(const fs::path& folder) {
  ModelInfo info;
  info.folder = folder;
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw Error(ErrorCode::not_found,
                "There is no folder " + folder.string() +
                    "; name the folder of a model repository, which holds a config.json.");
  }
  list_files(info);
  const std::shared_ptr<const ModelConfig> config = read_config(info);
  const auto head = info.tasks.empty() ? std::nullopt : head_of(info.tasks.front());
  const GraphSources graphs(ModelFiles({.folder = folder, .subfolder = {}, .file_names = {}},
                                       config && config->torchscript()),
                            config, head, config ? ExportChoice::when_needed : ExportChoice::never);
  const ModelGraphs kind = graphs_of(info, config.get());
  for (const Availability& each : availabilities()) {
    info.accelerators.push_back(examine(each.accelerator, graphs, kind, folder));
  }
  return info;
}

}  // namespace penstock
