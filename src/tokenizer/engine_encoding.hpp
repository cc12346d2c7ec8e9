// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tokenizer.hpp>
#include <string_view>
#include <vector>

#include "tokenizer/sequence_ranges.hpp"

namespace penstock {

// The reference's Encoding while it is truncated, post-processed and padded. All arrays are
// parallel.
//
// Offsets are already code points of the original text here: the byte offsets of the normalized
// text end where the model's tokens are collected, because trim_offsets counts characters.
// Token texts are views into the tokenizer (vocabulary, added tokens, template, padding) or into
// the arena of the running call; whoever keeps an encoding copies them.
struct EngineEncoding {
  using Range = TokenRange;

  std::vector<std::uint32_t> ids;
  std::vector<std::uint32_t> type_ids;
  std::vector<std::string_view> tokens;
  std::vector<Offsets> offsets;
  std::vector<std::uint32_t> words;  // kNone for special tokens and padding
  std::vector<std::uint8_t> special_tokens_mask;
  std::vector<std::uint8_t> attention_mask;
  std::vector<EngineEncoding> overflowing;
  // Where the tokens of each sequence lie; none is set at first (then all is sequence 0).
  SequenceRanges sequence_ranges;

  [[nodiscard]] std::size_t size() const noexcept { return ids.size(); }

  void reserve(std::size_t count);
  // Appends `count` plain tokens, whose ids, texts, offsets and words the caller fills in. Answers
  // the place of the first.
  std::size_t extend(std::size_t count, std::uint32_t type_id);
  // Appends one token.
  void push(std::uint32_t id, std::uint32_t type_id, std::string_view token, Offsets offset,
            std::uint32_t word, bool special, bool attended);
  // Declares that all tokens belong to `sequence`.
  void set_sequence_id(std::size_t sequence);
  // Tokens of a sequence; the whole encoding where nothing is declared.
  [[nodiscard]] Range sequence_range(std::size_t sequence) const;
  // Tokens [begin, end) without overflow and sequence ranges: a window.
  [[nodiscard]] EngineEncoding slice(std::size_t begin, std::size_t end) const;
  // Appends `other`, combining the overflows of both in the reference's order (Encoding::merge_with
  // with growing_offsets = false). Throws Error{invalid_argument} when so many windows meet that
  // their combinations would take kMostMergedTokens.
  void merge_with(EngineEncoding other);
  // merge_with over a list.
  [[nodiscard]] static EngineEncoding merge(std::vector<EngineEncoding> encodings);

 private:
  // `room`: tokens that may still be written for combined windows.
  void merge_with(EngineEncoding other, std::size_t& room);
};

// Where the reference multiplies windows until memory ends, an error is given: tokens of all
// combined windows of one text. A template that repeats a sequence comes to it quickly.
inline constexpr std::size_t kMostMergedTokens = std::size_t{1} << 24;

}  // namespace penstock
