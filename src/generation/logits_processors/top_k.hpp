// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// top_k: only the k largest scores, and those equal to the last of them.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_top_k(const ProcessorContext& context);

}  // namespace penstock
