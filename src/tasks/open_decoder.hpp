// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

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

}  // namespace penstock
