// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// exponential_decay_length_penalty (start, factor): eos gains more with each token after `start`
// new ones.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_exponential_decay_length_penalty(
    const ProcessorContext& context);

}  // namespace penstock
