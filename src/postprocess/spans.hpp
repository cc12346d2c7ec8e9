// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// From start and end logits to the likeliest stretches of tokens, in float32 and in the reference's
// order of operations (transformers' select_starts_ends and decode_spans).

namespace penstock {

struct TokenSpan {
  std::size_t start = 0;
  std::size_t end = 0;  // the last token, included
  float score = 0.0F;
  bool operator==(const TokenSpan&) const = default;
};

// Logits to probabilities, in place: tokens that are not allowed count as a logit of -10000.
void normalize_span_logits(std::span<float> logits, std::span<const std::uint8_t> allowed);

// Of the `k` best pairs with start <= end < start + max_answer_len, scored start * end, those whose
// both ends are allowed, best first; equal scores by position. The reference filters after the cut,
// so that fewer may remain, and its look-up always lets token 0 pass.
[[nodiscard]] std::vector<TokenSpan> decode_spans(std::span<const float> start,
                                                  std::span<const float> end, std::size_t k,
                                                  std::size_t max_answer_len,
                                                  std::span<const std::uint8_t> allowed);

}  // namespace penstock
