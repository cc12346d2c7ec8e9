// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/merge_list.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <penstock/error.hpp>
#include <span>
#include <string>

#include "core/utf8.hpp"
#include "tokenizer/models/byte_hash.hpp"
#include "tokenizer/two_threads.hpp"

namespace penstock::models {
namespace {

// Merges from which a second thread pays.
constexpr std::size_t kMergesForTwoThreads = 20000;

}  // namespace

// Merges that are looked up together: each takes three reads from all over the vocabulary.
struct MergeList::Batch {
  static constexpr std::size_t kSize = Vocabulary::kMostAtOnce / 3;

  std::array<std::string_view, 3 * kSize> tokens;
  std::array<std::uint32_t*, 3 * kSize> answers;
  std::size_t size = 0;
  std::array<std::string, kSize> merged;
  std::array<std::uint32_t, 3 * kSize> ids;

  void add(std::string_view token, std::uint32_t* answer) noexcept {
    tokens[size] = token;
    answers[size++] = answer;
  }
  // False when one is absent. kNoId could be the id of a token, too.
  [[nodiscard]] bool find_all(const Vocabulary& vocabulary) {
    vocabulary.find_many({tokens.data(), size}, ids);
    for (std::size_t i = 0; i < size; ++i) {
      if (ids[i] == Vocabulary::kNoId && !vocabulary.find(tokens[i])) return false;
      *answers[i] = ids[i];
    }
    return true;
  }
};

bool MergeList::add_line(std::string_view line) {
  if (line.starts_with("#version")) return true;
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || line.find(' ', space + 1) != std::string_view::npos) {
    return false;
  }
  add(line.substr(0, space), line.substr(space + 1));
  return true;
}

// The reference cuts the prefix off by length alone, and panics inside of a character.
bool MergeList::fits(const Texts& merge, std::size_t prefix_size) const {
  const std::string_view right = merge.right();
  return right.size() == prefix_size ||
         (right.size() > prefix_size && !utf8::is_continuation(right[prefix_size]));
}

// Mostly a merged token has the id behind that of the merge before, or the same, which a look at
// that id's text tells.
bool MergeList::is_merged(const Texts& merge, std::size_t prefix_size, std::uint32_t id,
                          const Vocabulary& vocabulary) {
  const auto text = vocabulary.token(id);
  const std::string_view right = merge.right().substr(prefix_size);
  return text && text->size() == merge.left_size + right.size() &&
         equal_bytes(text->substr(0, merge.left_size), merge.left()) &&
         equal_bytes(text->substr(merge.left_size), right);
}

std::size_t MergeList::look_up(std::size_t begin, std::size_t end, std::size_t prefix_size,
                               const Vocabulary& vocabulary, MergeTable::Row* ids) const {
  const auto batch = std::make_unique<Batch>();
  std::uint32_t likely = Vocabulary::kNoId - 1;
  while (begin < end) {
    std::size_t count = 0;
    batch->size = 0;
    for (; count < Batch::kSize && begin + count < end; ++count) {
      const Texts& merge = merges_[begin + count];
      if (!fits(merge, prefix_size)) break;
      MergeTable::Row& found = ids[begin + count];
      batch->add(merge.left(), &found.left);
      batch->add(merge.right(), &found.right);
      const bool same = is_merged(merge, prefix_size, likely, vocabulary);
      if (same || is_merged(merge, prefix_size, likely + 1, vocabulary)) {
        if (!same) ++likely;
        found.id = likely;
        continue;
      }
      std::string& merged = batch->merged[count];
      merged.assign(merge.left()).append(merge.right().substr(prefix_size));
      batch->add(merged, &found.id);
    }
    if (!batch->find_all(vocabulary)) return begin;  // somewhere from there on
    begin += count;
    if (begin < end && count < Batch::kSize) return begin;
    likely = ids[begin - 1].id;
  }
  return end;
}

void MergeList::refuse(std::size_t begin, std::size_t prefix_size,
                       const Vocabulary& vocabulary) const {
  for (std::size_t i = begin; i < merges_.size(); ++i) {
    const Texts& merge = merges_[i];
    if (!fits(merge, prefix_size)) {
      throw Error(ErrorCode::io, "tokenizer.json: the merge '" + std::string(merge.left()) + " " +
                                     std::string(merge.right()) +
                                     "' does not go with continuing_subword_prefix");
    }
    const std::string merged = std::string(merge.left()).append(merge.right().substr(prefix_size));
    for (const std::string_view token : {merge.left(), merge.right(), std::string_view(merged)}) {
      if (vocabulary.find(token)) continue;
      throw Error(ErrorCode::io, "tokenizer.json: Token `" + std::string(token) +
                                     "` out of vocabulary, but a merge needs it");
    }
  }
}

MergeTable MergeList::resolve(const Vocabulary& vocabulary, std::size_t prefix_size) const {
  const std::size_t count = merges_.size();
  const auto ids = std::make_unique_for_overwrite<MergeTable::Row[]>(count);
  advise_huge_pages(ids.get(), count * sizeof(MergeTable::Row));
  const std::size_t middle = count < kMergesForTwoThreads ? count : count / 2;
  std::size_t refused_first = middle;
  std::size_t refused_second = count;
  run_both(
      middle < count,
      [&] { refused_first = look_up(0, middle, prefix_size, vocabulary, ids.get()); },
      [&] { refused_second = look_up(middle, count, prefix_size, vocabulary, ids.get()); });
  if (refused_first < middle) refuse(refused_first, prefix_size, vocabulary);
  if (refused_second < count) refuse(refused_second, prefix_size, vocabulary);
  return MergeTable(std::span<const MergeTable::Row>(ids.get(), count));
}

}  // namespace penstock::models
