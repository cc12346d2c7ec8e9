// SPDX-License-Identifier: Apache-2.0
#include "pipeline/model_folder.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string>
#include <string_view>
#include <system_error>

#include "core/file_error.hpp"
#include "pipeline/model_arguments.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNoTokenizer =
    "Impossible to guess which tokenizer to use. Please provide a PreTrainedTokenizer class or a "
    "path/identifier to a pretrained tokenizer.";

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

// Tells a file that cannot be looked at from one that is not there. Throws Error{io} for the
// former.
void check_readable(const fs::path& path) {
  std::error_code error;
  (void)fs::status(path, error);
  const bool absent =
      error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
  if (error && !absent) throw file_error(fs::filesystem_error("status", path, error));
}

bool is_graph_file(const fs::path& path) {
  static constexpr std::array<std::string_view, 3> kExtensions = {".onnx", ".xml", ".bin"};
  for (const std::string_view extension : kExtensions) {
    if (path.extension() == extension) return is_file(path);
  }
  return false;
}

// The subfolder where that has a file of this name, else the folder.
fs::path folder_with(const ModelLocation& location, std::string_view file) {
  const fs::path inner = location.folder / location.subfolder;
  return is_file(inner / file) ? inner : location.folder;
}

// `org/name` or `name`, as the Hub writes them.
bool may_be_model_id(std::string_view model) {
  return model.find_first_of("./~") != 0 && model.find('\\') == std::string_view::npos &&
         std::ranges::count(model, '/') <= 1 && !model.ends_with('/');
}

Error no_model(const std::string& model) {
  if (is_file(model))
    return Error(ErrorCode::not_found, model +
                                           " is a file, but no .onnx, .xml or .bin file. Give the "
                                           "folder of the model as `model`.");
  if (!may_be_model_id(model))
    return Error(ErrorCode::not_found,
                 "There is no folder " + model +
                     ". Give the folder of a model, which holds its config.json, as `model`.");
  return Error(ErrorCode::not_found,
               model +
                   " is not a local folder, nor an .onnx, .xml or .bin file. Only those are looked "
                   "for: fetching models from the Hugging Face Hub is not part of this build. "
                   "Download it first (`hf download " +
                   model + " --local-dir DIR`) and give its folder as `model`.");
}

}  // namespace

ModelLocation locate_model(const PipelineOptions& options) {
  ModelLocation location;
  const fs::path model(options.model);
  std::error_code ignored;
  if (fs::is_directory(model, ignored)) {
    location.folder = model;
  } else if (is_graph_file(model)) {
    location.folder = model.has_parent_path() ? model.parent_path() : fs::path(".");
    location.file_names["file_name"] = model.filename().string();
  } else {
    throw no_model(options.model);
  }
  apply_location_kwargs(options.model_kwargs, location);
  return location;
}

std::shared_ptr<const ModelConfig> load_config(const PipelineOptions& options,
                                               const ModelLocation& location) {
  if (options.config) {
    return std::make_shared<const ModelConfig>(ModelConfig::from_file(*options.config));
  }
  const fs::path folder = folder_with(location, "config.json");
  if (!is_file(folder / "config.json")) {
    check_readable(folder / "config.json");
    throw Error(ErrorCode::not_found, "config.json not found in " + folder.string() +
                                          " local folder. It says what the model's outputs mean; "
                                          "copy it there, or name it with `config`.");
  }
  return std::make_shared<const ModelConfig>(ModelConfig::from_file(folder));
}

std::optional<Tokenizer> load_tokenizer(const TaskEntry& task, const PipelineOptions& options,
                                        const ModelLocation& location) {
  if (task.tokenizer == Need::never) return std::nullopt;
  const fs::path from = options.tokenizer ? fs::path(*options.tokenizer)
                                          : folder_with(location, "tokenizer_config.json");
  try {
    return Tokenizer::from_pretrained(from);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    if (task.tokenizer == Need::optional && !options.tokenizer) return std::nullopt;
    throw Error(ErrorCode::not_found, std::string(kNoTokenizer) + " " + error.what());
  }
}

}  // namespace penstock
