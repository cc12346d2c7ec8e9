// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/accelerator.hpp>
#include <penstock/pipeline.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/model_files.hpp"
#include "models/model_graphs.hpp"

// PipelineOptions::model_kwargs: what the reference hands to ORTModel.from_pretrained and its
// like. The keys, accelerator by accelerator, are listed in docs/pipeline.md.

namespace penstock {

// The part that says where the graphs are; needed before an accelerator is chosen. `location`
// comes in with its folder. Throws Error{invalid_argument} for values of the wrong type.
void apply_location_kwargs(const Json& model_kwargs, ModelLocation& location);

// model_kwargs' `export`: whether a graph is built from the checkpoint (null: where the accelerator
// has no ready one).
enum class ExportChoice { when_needed, always, never };
[[nodiscard]] ExportChoice export_choice(const Json& model_kwargs);

// model_kwargs' use_cache, use_merged and stateful. Throws Error{invalid_argument} for values of
// the wrong type.
[[nodiscard]] DecoderArguments decoder_arguments(const Json& model_kwargs);

// How a session is opened.
struct SessionArguments {
  std::string device;  // empty: the backend's default
  std::vector<std::pair<std::string, std::string>> options;
  bool logits_start = false;  // the graphs are those of a model that generates
};

// device, torch_dtype and the rest of model_kwargs, for one accelerator. Throws Error:
// invalid_argument for a key that it does not take, naming those that it does; unsupported for
// what would need PyTorch.
[[nodiscard]] SessionArguments session_arguments(const PipelineOptions& options,
                                                 Accelerator accelerator);

}  // namespace penstock
