// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// A checkpoint (config.json and model.safetensors or pytorch_model.bin) written as an ONNX model,
// as `optimum-cli export onnx` would, without Python. pipeline() does not need it: it runs a
// checkpoint as it is.

namespace penstock {

struct ExportOptions {
  std::filesystem::path model = {};  // folder of the checkpoint
  // Folder to write model.onnx to, made where it is missing. The checkpoint's own: the graph then
  // points into the weights that lie beside it; any other gets a copy of them.
  std::filesystem::path output = {};
  std::optional<std::string> task = std::nullopt;  // none: by the architecture in config.json
  // Number type that the weights are kept in: "float32", "float16" or "bfloat16"; none: as they
  // are. The graph computes in float32 either way.
  std::optional<std::string> dtype = std::nullopt;
  // Operators that only ONNX Runtime from 1.24 on has: faster there, and unknown elsewhere.
  bool fused = false;
};

struct ExportReport {
  std::filesystem::path graph;
  std::string task;
  bool weights_in_place = false;               // the graph points into the checkpoint
  std::vector<std::filesystem::path> written;  // every file
};

// Throws Error: not_found without a checkpoint, unsupported for a model that no graph can be built
// for, io for damaged files; nothing is written then.
[[nodiscard]] ExportReport export_model(const ExportOptions& options);

}  // namespace penstock
