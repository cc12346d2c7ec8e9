// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// renormalize_logits: log_softmax of the scores.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_logit_normalization(
    const ProcessorContext& context);

}  // namespace penstock
