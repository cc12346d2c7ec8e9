// SPDX-License-Identifier: Apache-2.0
#include "models/model_files.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <system_error>
#include <utility>

#include "core/log.hpp"
#include "core/python_text.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 8;                 // folders inside one another that are searched
constexpr std::size_t kMaxEntries = 100000;  // files and folders looked at

constexpr std::string_view kTorchScriptName = "pytorch_model.bin";

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::string list_of(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const fs::path& file : files) names.push_back(file.generic_string());
  return python_list(names);
}

auto depth_of(const fs::path& path) { return std::distance(path.begin(), path.end()); }

std::vector<fs::path> find_onnx_files(const fs::path& root, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error);
  std::size_t seen = 0;
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (++seen > kMaxEntries) {
      throw Error(ErrorCode::io, root.string() + " holds more than " + std::to_string(kMaxEntries) +
                                     " files; name the folder of one model.");
    }
    if (at.depth() >= kMaxDepth) at.disable_recursion_pending();
    if (at->path().extension() == ".onnx" && is_file(at->path())) {
      files.push_back(at->path().lexically_relative(folder));
    }
  }
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    return std::pair(depth_of(a), a.string()) < std::pair(depth_of(b), b.string());
  });
  return files;
}

// IR files in one folder, without those of tokenizers and of models made of several graphs.
std::vector<fs::path> find_single_irs(const fs::path& folder) {
  static constexpr std::string_view kOthers[] = {"tokenizer", "encoder", "decoder", "embeddings",
                                                 "language_model"};
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool other = std::any_of(std::begin(kOthers), std::end(kOthers),
                                   [&](auto word) { return name.find(word) != std::string::npos; });
    const std::size_t start = name.find("openvino");
    if (other || start == std::string::npos || name.find('_', start) == std::string::npos) continue;
    if (name.ends_with(".xml")) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void warn_of_several(std::string_view kind, std::string_view name, const fs::path& used) {
  log(LogLevel::warning,
      "Found multiple ONNX files with " + std::string(kind) + " file name " + std::string(name) +
          ", using " + used.generic_string() +
          ". Please make sure to pass a `subfolder` argument when loading from a "
          "repository/directory containing multiple such files.");
}

}  // namespace

ModelFiles::ModelFiles(ModelLocation location, bool torchscript)
    : location_(std::move(location)),
      torchscript_(torchscript),
      root_(location_.subfolder.empty() ? location_.folder
                                        : location_.folder / location_.subfolder) {
  std::error_code ignored;
  if (!fs::is_directory(root_, ignored)) {
    throw Error(ErrorCode::not_found, root_.string() + " is not a folder.");
  }
  onnx_files_ = find_onnx_files(root_, location_.folder);
}

fs::path ModelFiles::config_folder() const {
  return is_file(root_ / "config.json") ? root_ : location_.folder;
}

std::optional<std::string> ModelFiles::named(const GraphRole& role) const {
  const auto found = location_.file_names.find(std::string(role.file_name_key));
  if (found == location_.file_names.end()) return std::nullopt;
  return found->second;
}

GraphChoice ModelFiles::choose(Accelerator accelerator, const GraphRole& role) const {
  switch (accelerator) {
    case Accelerator::ort: return choose_onnx(role);
    case Accelerator::ov: return choose_ir(role);
    case Accelerator::ipex:
      if (&role == &kModelGraph) return choose_torchscript();
      return {std::nullopt, "ipex runs models of one graph, none of several parts"};
  }
  return {};
}

GraphChoice ModelFiles::choose_onnx(const GraphRole& role) const {
  if (onnx_files_.empty()) {
    return {std::nullopt, "Could not find any ONNX model file in " + root_.string(),
            named(role).has_value()};
  }
  const auto choose_where = [this](auto&& fits) {
    std::vector<fs::path> found;
    std::copy_if(onnx_files_.begin(), onnx_files_.end(), std::back_inserter(found), fits);
    return found;
  };
  const std::optional<std::string> target = named(role);
  const std::string name = target.value_or(std::string(role.onnx_name));
  const std::vector<fs::path> exact = choose_where([&](const fs::path& file) {
    return file.filename() == name || (target && file.generic_string() == name);
  });
  if (exact.size() > 1) warn_of_several(target ? "target" : "standard", name, exact.front());
  if (!exact.empty()) return {location_.folder / exact.front(), {}};
  if (target) {
    return {
        std::nullopt,
        "Could not find any ONNX files with target file name " + name +
            ", only found: " + list_of(onnx_files_) +
            ". Please make sure that the `file_name` and/or `subfolder` arguments correspond to "
            "an ONNX file in the repository/directory.",
        true};
  }
  const std::vector<fs::path> fitting =
      choose_where([&](const fs::path& file) { return role.matches(file.generic_string()); });
  if (fitting.size() == 1) return {location_.folder / fitting.front(), {}};
  if (fitting.empty()) {
    return {std::nullopt,
            "Could not find any ONNX model file in the list of candidates " + list_of(onnx_files_) +
                " matching the pattern " + std::string(role.onnx_pattern) +
                ". Please make sure to pass a `file_name` and/or `subfolder` argument to "
                "`from_pretrained` when loading from a repository/directory containing "
                "non-pattern-matching ONNX files."};
  }
  return {std::nullopt,
          "Found multiple ONNX files matching the pattern " + std::string(role.onnx_pattern) +
              ": " + list_of(fitting) + ", and none is named " + std::string(role.onnx_name) +
              ". Name one of them with the model_kwargs key \"" + std::string(role.file_name_key) +
              "\".",
          false, true};
}

GraphChoice ModelFiles::choose_ir(const GraphRole& role) const {
  const std::optional<std::string> target = named(role);
  if (location_.from_onnx || (target && target->ends_with(".onnx"))) return choose_onnx(role);
  const std::string name = target.value_or(std::string(role.ir_name));
  for (const fs::path& file : {root_ / name, root_ / "openvino" / name}) {
    if (is_file(file)) return {file, {}};
  }
  if (target) {
    return {std::nullopt, "Could not find the OpenVINO file " + name + " in " + root_.string(),
            true};
  }
  const std::vector<fs::path> others =
      role.ir_name == kModelGraph.ir_name ? find_single_irs(root_) : std::vector<fs::path>();
  if (others.size() == 1) return {others.front(), {}};
  if (others.size() > 1) {
    return {std::nullopt,
            "Found multiple OpenVINO files: " + list_of(others) + ", and none is named " + name +
                ". Name one of them with the model_kwargs key \"file_name\".",
            false, true};
  }
  GraphChoice onnx = choose_onnx(role);
  if (onnx.file || !onnx_files_.empty()) return onnx;
  return {std::nullopt,
          "Could not find any OpenVINO IR (" + name + ") or ONNX model file in " + root_.string()};
}

GraphChoice ModelFiles::choose_torchscript() const {
  const std::string name = named(kModelGraph).value_or(std::string(kTorchScriptName));
  const fs::path file = root_ / name;
  if (!is_file(file)) {
    return {std::nullopt, "Could not find the TorchScript file " + name + " in " + root_.string()};
  }
  if (!torchscript_) {
    return {std::nullopt, name + " in " + root_.string() +
                              " is not marked as a TorchScript archive (\"torchscript\": true in "
                              "config.json); PyTorch weights are not run by the ipex accelerator."};
  }
  return {file, {}};
}

}  // namespace penstock
