// SPDX-License-Identifier: Apache-2.0
#include "core/regex/case_fold.hpp"

#include <algorithm>
#include <cstddef>

#include "core/regex/fold_data.hpp"

namespace penstock::regex {
namespace {

const FoldSingle* find_single(char32_t c) {
  const FoldSingle* const end = kFoldSingles + kFoldSingleCount;
  const FoldSingle* const found = std::lower_bound(
      kFoldSingles, end, c, [](const FoldSingle& row, char32_t key) { return row.from < key; });
  return found != end && found->from == c ? found : nullptr;
}

const FoldMultiple* find_multiple(char32_t c) {
  const FoldMultiple* const end = kFoldMultiples + kFoldMultipleCount;
  const FoldMultiple* const found = std::lower_bound(
      kFoldMultiples, end, c, [](const FoldMultiple& row, char32_t key) { return row.from < key; });
  return found != end && found->from == c ? found : nullptr;
}

std::u32string sequence_of(const FoldMultiple& row) {
  return std::u32string(row.to, row.to[2] == 0 ? size_t{2} : size_t{3});
}

}  // namespace

std::u32string full_fold(char32_t c) {
  if (const FoldSingle* single = find_single(c)) return {single->to};
  if (const FoldMultiple* multiple = find_multiple(c)) return sequence_of(*multiple);
  return {c};
}

CodeSet single_variants(char32_t c) {
  const FoldSingle* const own = find_single(c);
  const char32_t folded = own != nullptr ? own->to : c;
  std::vector<CodeRange> variants{{c, c}, {folded, folded}};
  for (uint32_t i = 0; i < kFoldSingleCount; ++i) {
    if (kFoldSingles[i].to == folded)
      variants.push_back({kFoldSingles[i].from, kFoldSingles[i].from});
  }
  return CodeSet(std::move(variants));
}

CodeSet sources_of(std::u32string_view sequence) {
  std::vector<CodeRange> sources;
  for (uint32_t i = 0; i < kFoldMultipleCount; ++i) {
    const FoldMultiple& row = kFoldMultiples[i];
    if (sequence_of(row) == sequence) sources.push_back({row.from, row.from});
  }
  return CodeSet(std::move(sources));
}

std::vector<std::u32string> close_over_case(CodeSet& set) {
  std::vector<CodeRange> added;
  for (uint32_t i = 0; i < kFoldSingleCount; ++i) {
    const FoldSingle& row = kFoldSingles[i];
    if (!set.contains(row.from) && !set.contains(row.to)) continue;
    const CodeSet variants = single_variants(row.from);
    added.insert(added.end(), variants.ranges().begin(), variants.ranges().end());
  }
  set.unite(CodeSet(std::move(added)));
  std::vector<std::u32string> sequences;
  added.clear();
  for (uint32_t i = 0; i < kFoldMultipleCount; ++i) {
    if (!set.contains(kFoldMultiples[i].from)) continue;
    sequences.push_back(sequence_of(kFoldMultiples[i]));
    const CodeSet sources = sources_of(sequences.back());
    added.insert(added.end(), sources.ranges().begin(), sources.ranges().end());
  }
  set.unite(CodeSet(std::move(added)));
  std::sort(sequences.begin(), sequences.end());
  sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
  return sequences;
}

}  // namespace penstock::regex
