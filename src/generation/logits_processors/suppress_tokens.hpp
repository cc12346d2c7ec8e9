// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// suppress_tokens: never these ids.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_suppress_tokens(
    const ProcessorContext& context);
// begin_suppress_tokens: not these ids as the first new token.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_suppress_tokens_at_begin(
    const ProcessorContext& context);

}  // namespace penstock
