// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backends/session.hpp"
#include "models/model_config.hpp"
#include "tasks/registry.hpp"

// Whether a model is one for a task, as far as its graph's inputs and outputs tell before anything
// is run. transformers finds out with the first input, by a KeyError or an IndexError.

namespace penstock {

// Throws Error{io} where every call would fail, or answer with numbers that mean something else:
// what the graph gives, what the task needs, which task would fit. `graph`: the one whose outputs
// the task reads.
void check_fit(const TaskEntry& task, const Session& graph, const ModelConfig& config);

// "Its architecture, BertForMaskedLM, is for fill-mask: run that task, or ..."; empty where
// config.json names no architecture, or one for this task.
[[nodiscard]] std::string other_tasks(const TaskEntry& task, const ModelConfig& config);

}  // namespace penstock
