// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// epsilon_cutoff: only tokens at least this probable.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_epsilon_cutoff(const ProcessorContext& context);
// eta_cutoff: the same with a bound that falls with the entropy.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_eta_cutoff(const ProcessorContext& context);

}  // namespace penstock
