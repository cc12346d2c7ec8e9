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
#include "pipeline/task_guess.hpp"

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

std::optional<ModelConfig> read_config(ModelInfo& info) {
  try {
    ModelConfig config = ModelConfig::from_file(info.folder);
    info.architectures = config.architectures();
    info.model_type = config.model_type();
    for (const auto& [id, label] : config.id2label()) info.labels.push_back(label);
    info.tasks = guess_tasks(config);
    return config;
  } catch (const Error& error) {
    info.problems.emplace_back(error.what());
    return std::nullopt;
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

// The graphs that a model of this kind cannot do without.
std::vector<const GraphRole*> roles_of(const std::optional<ModelConfig>& config) {
  const bool two = config && (config->boolean("is_encoder_decoder").value_or(false) ||
                              config->model_type() == "vision-encoder-decoder");
  if (!two) return {&kModelGraph};
  return {&kEncoderGraph, &kDecoderGraph};
}

void open_graphs(AcceleratorFit& fit, const std::vector<fs::path>& graphs, const fs::path& folder) {
  const std::string& library = availability(fit.accelerator).library;
  const auto backend = load_backend(fit.accelerator, library);
  std::string names;
  for (const fs::path& graph : graphs) {
    SessionOptions options;
    options.model_path = graph;
    const Session session(backend, options);
    const std::string name = graph.lexically_relative(folder).generic_string();
    fit.graphs.push_back({name, to_ports(session.inputs()), to_ports(session.outputs())});
    names += (names.empty() ? "" : ", ") + name;
  }
  fit.can_run = true;
  fit.reason = "opens " + names;
}

AcceleratorFit examine(Accelerator accelerator, const ModelFiles& files,
                       const std::optional<ModelConfig>& config) {
  AcceleratorFit fit;
  fit.accelerator = accelerator;
  std::vector<fs::path> graphs;
  for (const GraphRole* role : roles_of(config)) {
    GraphChoice choice = files.choose(accelerator, *role);
    if (!choice.file) {
      fit.reason = std::move(choice.problem);
      return fit;
    }
    if (std::ranges::find(graphs, *choice.file) == graphs.end()) graphs.push_back(*choice.file);
  }
  if (!availability(accelerator).available) {
    fit.reason = "its file is there (" + graphs.front().filename().string() +
                 "), but the runtime is not; `penstock env` lists every place searched";
    return fit;
  }
  try {
    open_graphs(fit, graphs, files.folder());
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
  const std::optional<ModelConfig> config = read_config(info);
  const ModelFiles files({.folder = folder, .subfolder = {}, .file_names = {}},
                         config && config->torchscript());
  for (const Availability& each : availabilities()) {
    info.accelerators.push_back(examine(each.accelerator, files, config));
  }
  return info;
}

}  // namespace penstock
