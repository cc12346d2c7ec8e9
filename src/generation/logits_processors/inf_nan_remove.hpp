// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// remove_invalid_values: NaN becomes 0, infinities the largest finite numbers.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_inf_nan_remove(const ProcessorContext& context);

}  // namespace penstock
