// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// min_p: only tokens at least this probable, in units of the most probable one.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_min_p(const ProcessorContext& context);

}  // namespace penstock
