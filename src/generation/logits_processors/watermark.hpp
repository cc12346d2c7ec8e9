// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// watermarking_config: adds a bias to a part of the vocabulary that the previous tokens choose.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_watermark(const ProcessorContext& context);

}  // namespace penstock
