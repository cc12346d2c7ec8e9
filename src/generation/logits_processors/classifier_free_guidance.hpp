// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// guidance_scale: moves the scores away from those of a second run on the negative prompt.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_classifier_free_guidance(
    const ProcessorContext& context);

}  // namespace penstock
