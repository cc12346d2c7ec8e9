// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <penstock/accelerator.hpp>

// What a model repository holds, and who can run it.

namespace penstock {

struct RepositoryFile {
  std::string path;  // relative to the repository
  std::uint64_t size = 0;
};

struct GraphPort {
  std::string name;
  std::string dtype;                               // "float32", "int64", ...
  std::optional<std::vector<std::int64_t>> shape;  // -1: any size; none: not declared
};

struct GraphInfo {
  std::string file;
  std::vector<GraphPort> inputs;
  std::vector<GraphPort> outputs;
};

struct AcceleratorFit {
  Accelerator accelerator = Accelerator::ov;
  bool can_run = false;           // it is there, and opened every graph that the model needs
  std::string reason;             // which file, or why not
  std::vector<GraphInfo> graphs;  // those that it opened
};

struct ModelInfo {
  std::filesystem::path folder;
  std::vector<std::string> tasks;  // guessed from the architecture, most likely first
  std::vector<std::string> architectures;
  std::string model_type;
  std::vector<std::string> labels;  // in the order of their ids
  std::vector<RepositoryFile> files;
  std::vector<AcceleratorFit> accelerators;  // in the order of their choice
  std::vector<std::string> problems;         // parts that could not be read
};

// Lists the folder, reads its config.json and opens its graphs on every accelerator that is there.
// Throws Error{not_found} when there is no such folder; damaged files are among the problems.
[[nodiscard]] ModelInfo inspect_model(const std::filesystem::path& folder);

}  // namespace penstock
