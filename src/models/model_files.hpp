// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <penstock/accelerator.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "models/graph_role.hpp"

namespace penstock {

// Where a model lies, as the caller said.
struct ModelLocation {
  std::filesystem::path folder;
  std::filesystem::path subfolder;                // relative to folder; empty: the folder itself
  std::map<std::string, std::string> file_names;  // by GraphRole::file_name_key
  bool from_onnx = false;                         // OpenVINO reads the ONNX file, not the IR
};

// The graph file that an accelerator would load, or why it has none.
struct GraphChoice {
  std::optional<std::filesystem::path> file;
  std::string problem;   // when there is no file: what was looked for, what is there, what to do
  bool named = false;    // the caller named a file, and it is not there
  bool several = false;  // there are some, and none stands out
};

// Which files of a model folder each accelerator loads. Lists the folder once; immutable after.
class ModelFiles {
 public:
  // `torchscript`: config.json marks pytorch_model.bin as a TorchScript archive.
  // Throws Error{not_found} when the folder or the subfolder does not exist.
  ModelFiles(ModelLocation location, bool torchscript);

  // ort: the named file, else the standard name, else the only file that matches the role's
  // pattern (Optimum takes the first in directory order there), searched recursively.
  // ov: the IR, in the folder itself or in its `openvino` folder, else the ONNX file.
  // ipex: pytorch_model.bin, if it is a TorchScript archive.
  [[nodiscard]] GraphChoice choose(Accelerator accelerator, const GraphRole& role) const;

  // The file that the caller named for a role, if any.
  [[nodiscard]] std::optional<std::string> named(const GraphRole& role) const;

  // The folder that config.json is read from: the subfolder if it has one, else the folder.
  [[nodiscard]] std::filesystem::path config_folder() const;
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return location_.folder; }
  // The folder that the model's files lie in: the subfolder, where one is named.
  [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }

 private:
  [[nodiscard]] GraphChoice choose_onnx(const GraphRole& role) const;
  [[nodiscard]] GraphChoice choose_ir(const GraphRole& role) const;
  [[nodiscard]] GraphChoice choose_torchscript() const;

  ModelLocation location_;
  bool torchscript_;
  std::filesystem::path root_;  // folder / subfolder
  std::vector<std::filesystem::path>
      onnx_files_;  // relative to folder; shallow first, then by name
};

}  // namespace penstock
