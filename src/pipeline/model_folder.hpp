// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <penstock/pipeline.hpp>
#include <penstock/tokenizer.hpp>

#include "models/model_config.hpp"
#include "models/model_files.hpp"
#include "tasks/registry.hpp"

// From PipelineOptions::model to what lies in that folder.

namespace penstock {

// `model` is a folder, or one graph file: its folder and file_name then. model_kwargs' location
// keys apply. Throws Error{not_found} for anything else.
[[nodiscard]] ModelLocation locate_model(const PipelineOptions& options);

// The config named by the options, else the model's own.
[[nodiscard]] std::shared_ptr<const ModelConfig> load_config(const PipelineOptions& options,
                                                             const ModelLocation& location);

// The tokenizer named by the options, else the model's own; none where the task has no use for
// one, or could do without and there is none.
[[nodiscard]] std::optional<Tokenizer> load_tokenizer(const TaskEntry& task,
                                                      const PipelineOptions& options,
                                                      const ModelLocation& location);

}  // namespace penstock
