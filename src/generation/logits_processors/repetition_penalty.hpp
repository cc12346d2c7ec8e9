// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// encoder_repetition_penalty: favours ids that the encoder read (or the prompt, without an
// encoder).
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_encoder_repetition_penalty(
    const ProcessorContext& context);
// repetition_penalty: disfavours ids that the row holds, prompt included.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_repetition_penalty(
    const ProcessorContext& context);

}  // namespace penstock
