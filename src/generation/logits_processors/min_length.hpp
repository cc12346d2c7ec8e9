// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// min_length: no eos before the row is that long, prompt included.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_min_length(const ProcessorContext& context);
// min_new_tokens: no eos before that many new tokens.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_min_new_tokens(const ProcessorContext& context);

}  // namespace penstock
