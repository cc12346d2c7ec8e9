// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// forced_bos_token_id: the only choice for the second token.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_forced_bos_token(
    const ProcessorContext& context);
// forced_eos_token_id: the only choice for the last token before max_length.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_forced_eos_token(
    const ProcessorContext& context);

}  // namespace penstock
