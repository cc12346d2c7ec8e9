// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

// sequence_bias: adds a bias to ids, and to the last id of sequences that the row is about to
// complete.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_sequence_bias(const ProcessorContext& context);
// bad_words_ids: the same with -infinity; entries that are an eos token alone do not count.
[[nodiscard]] std::unique_ptr<LogitsProcessor> make_no_bad_words(const ProcessorContext& context);

}  // namespace penstock
