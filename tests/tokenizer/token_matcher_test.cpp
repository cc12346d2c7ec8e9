// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/token_matcher.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<std::pair<std::size_t, std::size_t>> matches(const std::vector<std::string>& patterns,
                                                         std::string_view text) {
  const TokenMatcher matcher(patterns);
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (auto match = matcher.find(text, 0); match; match = matcher.next(text, *match))
    found.emplace_back(match->begin, match->end);
  return found;
}

TEST(TokenMatcher, FindsTheLeftmostAndOfThoseTheLongest) {
  EXPECT_THAT(matches({"b", "ab", "abc", "cd"}, "xabcd"), ElementsAre(Pair(1, 4)));
  EXPECT_THAT(matches({"a", "aa"}, "aaa"), ElementsAre(Pair(0, 2), Pair(2, 3)));
}

TEST(TokenMatcher, NothingIsFoundWithoutStrings) { EXPECT_THAT(matches({}, "abc"), ElementsAre()); }

TEST(TokenMatcher, AnEmptyStringMatchesEverywhereOnce) {
  EXPECT_THAT(matches({""}, "ab"), ElementsAre(Pair(0, 0), Pair(1, 1), Pair(2, 2)));
  EXPECT_THAT(matches({"", "a"}, "ab"), ElementsAre(Pair(0, 1), Pair(2, 2)));
}

// As aho-corasick 1.1 does it: the empty string ends at every node below the first.
TEST(TokenMatcher, BesideAnEmptyStringTheLastMatchOnTheWayCounts) {
  EXPECT_THAT(matches({"", "abcd"}, "abcx"), ElementsAre(Pair(3, 3), Pair(4, 4)));
  EXPECT_THAT(matches({"", "abcd"}, "ax"), ElementsAre(Pair(0, 0), Pair(1, 1), Pair(2, 2)));
  EXPECT_THAT(matches({"", "abcd"}, "abcd"), ElementsAre(Pair(0, 4)));
}

TEST(TokenMatcher, FailuresLeadToOtherStringsBesideAnEmptyOne) {
  EXPECT_THAT(matches({"", "abc", "bd"}, "abd"), ElementsAre(Pair(1, 3)));
}

}  // namespace
}  // namespace penstock
