// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/token_splitter.hpp"

#include <gtest/gtest.h>

// Expected values were read off transformers.tokenization_utils.Trie 4.57.6.

namespace penstock::slow {
namespace {

using Pieces = std::vector<std::string>;

Pieces split(std::initializer_list<const char*> tokens, std::string_view text) {
  TokenSplitter splitter;
  for (const char* token : tokens) splitter.add(token);
  return splitter.split(text);
}

TEST(TokenSplitter, WithoutTokensTheTextStaysWhole) {
  EXPECT_EQ(split({}, "ab é"), (Pieces{"ab é"}));
  EXPECT_EQ(split({"", "x"}, ""), Pieces());
}

TEST(TokenSplitter, TheLongestTokenAtAPlaceWins) {
  EXPECT_EQ(split({"[CLS]", "extra_id_1", "extra_id_100"}, "[CLS] This is a extra_id_100"),
            (Pieces{"[CLS]", " This is a ", "extra_id_100"}));
}

TEST(TokenSplitter, AnEarlierTokenWinsOverOneInsideOfIt) {
  EXPECT_EQ(split({"[CLS]", "L"}, "[CLS] L"), (Pieces{"[CLS]", " ", "L"}));
}

TEST(TokenSplitter, APartialMatchThatFailsGivesWay) {
  EXPECT_EQ(split({"blowing", "lower"}, "blower"), (Pieces{"b", "lower"}));
}

TEST(TokenSplitter, NeighboursAndTheEndOfTheTextAreCut) {
  EXPECT_EQ(split({"AB", "B", "C"}, "ABC"), (Pieces{"AB", "C"}));
  EXPECT_EQ(split({"é", "日本"}, "é日本é"), (Pieces{"é", "日本", "é"}));
}

// The failed match is looked up once more behind the character at which it failed: the reference's
// own way, which leftmost-longest matching does not have.
TEST(TokenSplitter, AFailedMatchIsFollowedBehindTheCharacterThatEndedIt) {
  EXPECT_EQ(split({"abcd", "b"}, "abxd"), (Pieces{"a", "b", "xd"}));
  EXPECT_EQ(split({"abd", "b"}, "abxd"), (Pieces{"abxd"}));
}

}  // namespace
}  // namespace penstock::slow
