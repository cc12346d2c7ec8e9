// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>

#include "tokenizer/converters/sentencepiece_slow_tokenizer.hpp"

// The parts of a converted tokenizer.json around the model; null where the class has none.

namespace penstock::converters {

[[nodiscard]] Json fast_normalizer(const SentencePieceModel& model, Components kind,
                                   const SlowArguments& arguments);
[[nodiscard]] Json fast_pre_tokenizer(Components kind, const SlowArguments& arguments);
[[nodiscard]] Json fast_decoder(Components kind, const SlowArguments& arguments);
[[nodiscard]] Json fast_post_processor(const SentencePieceClass& row, const SlowTokenizer& slow);

}  // namespace penstock::converters
