// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/json_file.hpp"
#include "export/checkpoint.hpp"
#include "export/family.hpp"

// A checkpoint as a runnable graph, without Python: the ONNX graph is built from config.json, and
// its weights stay in the checkpoint's files.

namespace penstock::native {

// The graph of a checkpoint with one head, as data. `config`: config.json's object. `dtype`: what
// weights are declared as, for a caller who converts them; undefined: as they are stored.
// Throws Error: unsupported, by name, for a model_type, a head or a config value that no builder
// knows; io for tensors that are missing or do not fit the config.
[[nodiscard]] OnnxModel build_model(const Checkpoint& checkpoint, const FileJson& config, Head head,
                                    GraphForm form, DType dtype = DType::undefined);

// The same as bytes for a runtime, which reads the weights from `folder`.
struct NativeGraph {
  std::string bytes;
  std::filesystem::path folder;
};
[[nodiscard]] NativeGraph build_graph(const Checkpoint& checkpoint, const FileJson& config,
                                      Head head, GraphForm form);

}  // namespace penstock::native
