// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/decoder_run.hpp"
#include "generation/generate.hpp"

namespace penstock {

// The prompts as the decoder reads them, and in `config` the special tokens and lengths that they
// settle: pad_token_id, max_length, min_length (GenerationMixin.generate, steps 2 to 6). Throws
// Error{invalid_argument} with the reference's words.
[[nodiscard]] Prompts prepare(const DecoderModel& model, const GenerationInput& input,
                              GenerationConfig& config);

}  // namespace penstock
