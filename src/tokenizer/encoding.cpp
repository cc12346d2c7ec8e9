// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <penstock/tokenizer.hpp>

#include "tokenizer/engine.hpp"

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

std::string_view Encoding::token(std::size_t i) const {
  const auto own =
      std::lower_bound(texts.own.begin(), texts.own.end(), i,
                       [](const auto& text, std::size_t at) { return text.first < at; });
  if (own != texts.own.end() && own->first == i) return own->second;
  return texts.vocabulary ? texts.vocabulary->token_text(ids[i]) : std::string_view();
}

std::vector<std::string> Encoding::tokens() const {
  std::vector<std::string> all;
  if (!texts.vocabulary && texts.own.empty()) return all;
  all.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) all.emplace_back(token(i));
  return all;
}

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

std::optional<std::uint32_t> Encoding::char_to_word(std::uint32_t position,
                                                    std::uint32_t sequence) const {
  const auto token = char_to_token(position, sequence);
  return token ? token_to_word(*token) : std::nullopt;
}

std::optional<Offsets> Encoding::token_to_chars(std::size_t token) const {
  if (!token_to_sequence(token) || token >= offsets.size()) return std::nullopt;
  return offsets[token];
}

std::optional<std::uint32_t> Encoding::token_to_word(std::size_t token) const {
  const bool known = token_to_sequence(token) && token < word_ids.size();
  if (!known || word_ids[token] == kNone) return std::nullopt;
  return word_ids[token];
}

std::optional<std::uint32_t> Encoding::token_to_sequence(std::size_t token) const {
  if (token >= sequence_ids.size() || sequence_ids[token] == kNone) return std::nullopt;
  return sequence_ids[token];
}

}  // namespace penstock
