// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// typical_p: only the tokens whose information is closest to the expected, up to this mass.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_typical_p(const ProcessorContext& context);

}  // namespace penstock
