// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/tokenizer.hpp>

namespace penstock {
namespace {

// Tokens [begin, end) of a sequence; empty when it has none.
Offsets sequence_range(const Encoding& encoding, std::uint32_t sequence) {
  const auto& ids = encoding.sequence_ids;
  const auto first = std::find(ids.begin(), ids.end(), sequence);
  const auto last = std::find(ids.rbegin(), std::make_reverse_iterator(first), sequence).base();
  return {static_cast<std::uint32_t>(first - ids.begin()),
          static_cast<std::uint32_t>(last - ids.begin())};
}

}  // namespace

std::optional<std::size_t> Encoding::char_to_token(std::uint32_t position,
                                                   std::uint32_t sequence) const {
  if (offsets.size() != size()) return std::nullopt;
  const Offsets range = sequence_range(*this, sequence);
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (position >= offsets[i].begin && position < offsets[i].end) return i;
  }
  return std::nullopt;
}

std::optional<Offsets> Encoding::word_to_tokens(std::uint32_t word, std::uint32_t sequence) const {
  if (word_ids.size() != size()) return std::nullopt;
  const Offsets range = sequence_range(*this, sequence);
  std::optional<Offsets> found;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    // The reference stops at the first larger word; tokens without a word sort before all words.
    if (word_ids[i] != kNone && word_ids[i] > word) break;
    if (word_ids[i] != word) continue;
    if (!found) found = Offsets{i, i};
    found->end = i + 1;
  }
  return found;
}

std::optional<Offsets> Encoding::word_to_chars(std::uint32_t word, std::uint32_t sequence) const {
  const auto found = word_to_tokens(word, sequence);
  if (!found || offsets.size() != size()) return std::nullopt;
  return Offsets{offsets[found->begin].begin, offsets[found->end - 1].end};
}

}  // namespace penstock
