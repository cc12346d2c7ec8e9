// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// temperature: divides the scores.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_temperature(const ProcessorContext& context);

}  // namespace penstock
