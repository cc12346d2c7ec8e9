// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "tokenizer/converters/sentencepiece_merges.hpp"
#include "tokenizer/converters/sentencepiece_slow_tokenizer.hpp"

namespace penstock::converters {

// The vocabulary of the fast tokenizer in the order of its ids (the converters' vocab).
[[nodiscard]] std::vector<ScoredPiece> fast_vocabulary(const SentencePieceModel& model,
                                                       FastVocabulary kind,
                                                       const SlowTokenizer& slow);

// The place of the unknown piece in it (unk_id); may lie outside, as the model file says it.
[[nodiscard]] std::int64_t fast_unk_id(const SentencePieceModel& model, FastVocabulary kind,
                                       const SlowTokenizer& slow);

}  // namespace penstock::converters
