// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/pipeline.hpp>
#include <string_view>

#include "tasks/registry.hpp"

namespace penstock {

// Refuses what a pipeline cannot be made from, in the reference's order and with its words where
// it has some: no task and no model, options that only Python can serve. Looks at no file.
void check_options(std::string_view task, const PipelineOptions& options);

// Refuses a preprocessor that the task would not use.
void check_components(const TaskEntry& task, const PipelineOptions& options);

}  // namespace penstock
