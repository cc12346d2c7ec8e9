// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_merges.hpp"

#include <gtest/gtest.h>

#include <string>

// Expected orders were read off generate_merges of transformers 4.57.6.

namespace penstock::converters {
namespace {

std::string merges_of(const std::vector<ScoredPiece>& pieces) {
  std::unordered_map<std::string_view, std::uint32_t> ids;
  for (std::uint32_t id = 0; id < pieces.size(); ++id) ids[pieces[id].text] = id;
  std::string out;
  for (const Merge& merge : generate_merges(pieces, ids)) {
    out += std::string(merge.left) + "+" + std::string(merge.right) + " ";
  }
  return out;
}

TEST(SentencePieceMerges, TheBestScoreComesFirst) {
  EXPECT_EQ(merges_of({{"a", 0}, {"b", 0}, {"ab", -2}, {"ba", -1}}), "b+a a+b ");
}

TEST(SentencePieceMerges, OfEqualScoresTheLongerHalvesComeFirst) {
  EXPECT_EQ(merges_of({{"a", -9}, {"aa", -1}, {"aaa", -1}, {"aaaa", -1}}),
            "aaa+a aa+aa aa+a a+aaa a+aa a+a ");
}

TEST(SentencePieceMerges, LengthsCountCharactersNotBytes) {
  EXPECT_EQ(merges_of({{"a", -9}, {"é", -9}, {"b", -9}, {"aé", -1}, {"ab", -1}, {"éb", -1}}),
            "a+é a+b é+b ");
}

TEST(SentencePieceMerges, SplitsGoOnlyBetweenCharacters) {
  EXPECT_EQ(merges_of({{"日", -1}, {"本", -1}, {"日本", -2}}), "日+本 ");
}

TEST(SentencePieceMerges, SplitsOfOnePieceAreOrderedByTheIdsOfTheHalves) {
  EXPECT_EQ(merges_of({{"ba", -9}, {"a", -9}, {"ab", -9}, {"aba", -1}, {"b", -9}}),
            "ab+a a+ba b+a a+b ");
}

TEST(SentencePieceMerges, APieceWithoutTwoKnownHalvesGivesNone) {
  EXPECT_EQ(merges_of({{"abc", -1}, {"a", -1}, {"c", -1}}), "");
}

TEST(SentencePieceMerges, OfRepeatedPiecesTheLastScoreCountsAtTheFirstPlace) {
  EXPECT_EQ(merges_of({{"a", -9}, {"b", -9}, {"ab", -1}, {"ba", -2}, {"ab", -3}}), "b+a a+b ");
}

}  // namespace
}  // namespace penstock::converters
