// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// no_repeat_ngram_size: forbids ids that would repeat an n-gram of the row.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_no_repeat_ngram(
    const ProcessorContext& context);
// encoder_no_repeat_ngram_size: forbids ids that would repeat an n-gram that the encoder read.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_encoder_no_repeat_ngram(
    const ProcessorContext& context);

}  // namespace penstock
