// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// top_p: only the most probable tokens that together reach this probability.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_top_p(const ProcessorContext& context);

}  // namespace penstock
