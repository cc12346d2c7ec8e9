// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// prefix_allowed_tokens_fn: only ids that the caller's function allows.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_prefix_constrained(
    const ProcessorContext& context);

}  // namespace penstock
