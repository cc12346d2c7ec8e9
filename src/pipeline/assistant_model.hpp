// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <penstock/accelerator.hpp>
#include <penstock/pipeline.hpp>
#include <string>

#include "backends/plugin.hpp"
#include "tasks/registry.hpp"
#include "tasks/task.hpp"

// pipeline(assistant_model=...): a smaller model of the same vocabulary that guesses tokens ahead.

namespace penstock {

// Takes `assistant_model` out of the parameters or of model_kwargs: the assistant's folder. Throws
// Error: invalid_argument when it is no text, unsupported for `assistant_tokenizer`.
[[nodiscard]] std::optional<std::string> take_assistant(PipelineOptions& options);

// What a decoder is opened from on the accelerator of the main model, with its device and
// options. Throws Error: not_found when the folder has no graphs for it, invalid_argument in the
// reference's words when the vocabularies differ.
[[nodiscard]] std::shared_ptr<const TaskResources> assistant_resources(
    const std::string& folder, const PipelineOptions& options, const TaskEntry& task,
    const ModelConfig& main, Accelerator accelerator, std::shared_ptr<Backend> backend);

}  // namespace penstock
