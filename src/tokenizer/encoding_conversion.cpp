// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/encoding_conversion.hpp"

#include <algorithm>
#include <utility>

#include "tokenizer/engine.hpp"

namespace penstock {

namespace {

Encoding::Texts texts_of(const EngineEncoding& encoding,
                         const std::shared_ptr<const Engine>& vocabulary) {
  Encoding::Texts texts{vocabulary, {}};
  for (std::uint32_t i = 0; i < encoding.size(); ++i) {
    const std::string_view text = encoding.tokens[i];
    if (vocabulary && text == vocabulary->token_text(encoding.ids[i])) continue;
    texts.own.emplace_back(i, text);
  }
  return texts;
}

}  // namespace

std::vector<std::uint32_t> sequence_ids(const EngineEncoding& encoding) {
  std::vector<std::uint32_t> sequences(encoding.size(), kNone);
  // The reference numbers the sequences from 0 to their count, whichever were declared.
  const auto declared = static_cast<std::uint32_t>(encoding.sequence_ranges.count());
  for (std::uint32_t sequence = 0; sequence < std::max(declared, 1U); ++sequence) {
    const EngineEncoding::Range range = encoding.sequence_range(sequence);
    const std::size_t end = std::min(range.end, sequences.size());
    for (std::size_t i = range.begin; i < end; ++i) sequences[i] = sequence;
  }
  return sequences;
}

Encoding to_public(EngineEncoding encoding, EncodingDetail detail,
                   const std::shared_ptr<const Engine>& vocabulary) {
  Encoding result;
  result.sequence_ids = sequence_ids(encoding);
  if (detail == EncodingDetail::full) result.texts = texts_of(encoding, vocabulary);
  result.ids = std::move(encoding.ids);
  result.type_ids = std::move(encoding.type_ids);
  result.special_tokens_mask = std::move(encoding.special_tokens_mask);
  result.attention_mask = std::move(encoding.attention_mask);
  if (detail == EncodingDetail::full) {
    result.offsets = std::move(encoding.offsets);
    result.word_ids = std::move(encoding.words);
  }
  for (EngineEncoding& window : encoding.overflowing) {
    result.overflowing.push_back(to_public(std::move(window), detail, vocabulary));
  }
  return result;
}

}  // namespace penstock
