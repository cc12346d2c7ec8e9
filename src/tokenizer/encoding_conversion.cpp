// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/encoding_conversion.hpp"

#include <algorithm>
#include <utility>

namespace penstock {

std::vector<std::uint32_t> sequence_ids(const EngineEncoding& encoding) {
  std::vector<std::uint32_t> sequences(encoding.size(), kNone);
  const auto& ranges = encoding.sequence_ranges;
  // The reference numbers the sequences from 0 to their count, whichever were declared.
  const std::uint32_t declared = (ranges[0] ? 1U : 0U) + (ranges[1] ? 1U : 0U);
  for (std::uint32_t sequence = 0; sequence < std::max(declared, 1U); ++sequence) {
    const EngineEncoding::Range range = encoding.sequence_range(sequence);
    const std::size_t end = std::min(range.end, sequences.size());
    for (std::size_t i = range.begin; i < end; ++i) sequences[i] = sequence;
  }
  return sequences;
}

Encoding to_public(EngineEncoding encoding, EncodingDetail detail) {
  Encoding result;
  result.sequence_ids = sequence_ids(encoding);
  result.ids = std::move(encoding.ids);
  result.type_ids = std::move(encoding.type_ids);
  result.special_tokens_mask = std::move(encoding.special_tokens_mask);
  result.attention_mask = std::move(encoding.attention_mask);
  if (detail == EncodingDetail::full) {
    result.tokens.assign(encoding.tokens.begin(), encoding.tokens.end());
    result.offsets = std::move(encoding.offsets);
    result.word_ids = std::move(encoding.words);
  }
  for (EngineEncoding& window : encoding.overflowing) {
    result.overflowing.push_back(to_public(std::move(window), detail));
  }
  return result;
}

}  // namespace penstock
