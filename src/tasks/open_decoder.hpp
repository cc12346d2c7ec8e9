// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "generation/generation_config.hpp"
#include "models/decoder_model.hpp"
#include "tasks/task.hpp"

namespace penstock {

// The decoder of a task whose registry row says ModelGraphs::causal_lm or seq2seq: opens the graphs
// that were selected for it. Throws Error with the reference's words when model_kwargs ask for a
// cache or a state that they do not have.
[[nodiscard]] std::unique_ptr<DecoderModel> open_decoder(const TaskResources& resources);

// The assistant_model's decoder; null where there is none. Throws Error{invalid_argument} when one
// of the two models has an encoder and the other has none.
[[nodiscard]] std::unique_ptr<DecoderModel> open_assistant(const TaskResources& resources,
                                                           const DecoderModel& main);

// Throws Error{invalid_argument} for `assistant_model` among a call's parameters: a model is loaded
// with the pipeline.
void refuse_late_assistant(std::string_view key);

// The names of a task that generates, `own` and generate()'s, sorted.
[[nodiscard]] std::vector<std::string> with_generate_parameters(std::vector<std::string> own,
                                                                const GenerationConfig& config);

}  // namespace penstock
