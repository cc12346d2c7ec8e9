// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/engine_encoding.hpp"

#include <iterator>
#include <penstock/error.hpp>
#include <string>
#include <utility>

namespace penstock {
namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

template <typename T>
std::vector<T> part(const std::vector<T>& all, std::size_t begin, std::size_t end) {
  return {all.begin() + static_cast<std::ptrdiff_t>(begin),
          all.begin() + static_cast<std::ptrdiff_t>(end)};
}

// Takes the room of all combinations of the windows of both, each of which counts for some tokens
// itself. Where only one side has windows, their number does not grow.
void spend(std::size_t& room, const EngineEncoding& left, const EngineEncoding& right) {
  constexpr std::size_t kOwnRoom = 16;
  if (left.overflowing.empty() || right.overflowing.empty()) return;
  const std::size_t windows = (1 + left.overflowing.size()) * (1 + right.overflowing.size());
  const std::size_t tokens = windows * (kOwnRoom + left.size() + right.size());
  if (tokens > room) {
    throw Error(ErrorCode::invalid_argument,
                "the windows of this text, combined as the post-processor says, take more than " +
                    std::to_string(kMostMergedTokens) +
                    " tokens; truncate to a longer max_length or with a smaller stride");
  }
  room -= tokens;
}

}  // namespace

void EngineEncoding::reserve(std::size_t count) {
  ids.reserve(count);
  type_ids.reserve(count);
  tokens.reserve(count);
  offsets.reserve(count);
  words.reserve(count);
  special_tokens_mask.reserve(count);
  attention_mask.reserve(count);
}

void EngineEncoding::push(std::uint32_t id, std::uint32_t type_id, std::string_view token,
                          Offsets offset, std::uint32_t word, bool special, bool attended) {
  ids.push_back(id);
  type_ids.push_back(type_id);
  tokens.push_back(token);
  offsets.push_back(offset);
  words.push_back(word);
  special_tokens_mask.push_back(special ? 1 : 0);
  attention_mask.push_back(attended ? 1 : 0);
}

std::size_t EngineEncoding::extend(std::size_t count, std::uint32_t type_id) {
  const std::size_t first = size();
  const std::size_t all = first + count;
  ids.resize(all);
  type_ids.resize(all, type_id);
  tokens.resize(all);
  offsets.resize(all);
  words.resize(all);
  special_tokens_mask.resize(all, 0);
  attention_mask.resize(all, 1);
  return first;
}

void EngineEncoding::set_sequence_id(std::size_t sequence) {
  sequence_ranges.set(sequence, {0, size()});
}

EngineEncoding::Range EngineEncoding::sequence_range(std::size_t sequence) const {
  return sequence_ranges[sequence].value_or(Range{0, size()});
}

EngineEncoding EngineEncoding::slice(std::size_t begin, std::size_t end) const {
  EngineEncoding window;
  window.ids = part(ids, begin, end);
  window.type_ids = part(type_ids, begin, end);
  window.tokens = part(tokens, begin, end);
  window.offsets = part(offsets, begin, end);
  window.words = part(words, begin, end);
  window.special_tokens_mask = part(special_tokens_mask, begin, end);
  window.attention_mask = part(attention_mask, begin, end);
  return window;
}

void EngineEncoding::merge_with(EngineEncoding other) {
  std::size_t room = kMostMergedTokens;
  merge_with(std::move(other), room);
}

void EngineEncoding::merge_with(EngineEncoding other, std::size_t& room) {
  spend(room, *this, other);
  const auto merged = [&room](const EngineEncoding& left, const EngineEncoding& right) {
    EngineEncoding both = left;
    both.merge_with(right, room);
    return both;
  };
  std::vector<EngineEncoding> windows;
  for (const EngineEncoding& mine : overflowing) {
    windows.push_back(merged(mine, other));
    for (const EngineEncoding& theirs : other.overflowing) windows.push_back(merged(mine, theirs));
  }
  for (const EngineEncoding& theirs : other.overflowing) windows.push_back(merged(*this, theirs));

  sequence_ranges.merge(other.sequence_ranges, size());
  append(ids, other.ids);
  append(type_ids, other.type_ids);
  append(tokens, other.tokens);
  append(offsets, other.offsets);
  append(words, other.words);
  append(special_tokens_mask, other.special_tokens_mask);
  append(attention_mask, other.attention_mask);
  overflowing = std::move(windows);
}

EngineEncoding EngineEncoding::merge(std::vector<EngineEncoding> encodings) {
  // The same as folding from an empty encoding, without the copy.
  if (encodings.empty()) return {};
  EngineEncoding all = std::move(encodings.front());
  std::size_t room = kMostMergedTokens;
  for (std::size_t i = 1; i < encodings.size(); ++i) all.merge_with(std::move(encodings[i]), room);
  return all;
}

}  // namespace penstock
