// SPDX-License-Identifier: Apache-2.0
#include "suggestions.hpp"

#include <gtest/gtest.h>

namespace penstock::cli {
namespace {

const std::vector<std::string> kNames{"run", "env", "tokenize", "inspect", "text-classification"};

TEST(Suggestions, SwappedLettersAreOneStep) { EXPECT_EQ(edit_distance("rnu", "run"), 1U); }

TEST(Suggestions, CaseDoesNotCount) { EXPECT_EQ(edit_distance("RUN", "run"), 0U); }

TEST(Suggestions, LettersAddedDroppedAndChangedCountOneEach) {
  EXPECT_EQ(edit_distance("abc", "abxc"), 1U);
  EXPECT_EQ(edit_distance("abc", "ac"), 1U);
  EXPECT_EQ(edit_distance("abc", "axc"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(Suggestions, NearNameIsSuggested) {
  EXPECT_EQ(did_you_mean("text-clasification", kNames), "Did you mean 'text-classification'?");
}

TEST(Suggestions, BeginningOfALongNameIsSuggested) {
  EXPECT_EQ(did_you_mean("text-class", kNames), "Did you mean 'text-classification'?");
}

TEST(Suggestions, ANameWithOneMoreWordIsSuggested) {
  const std::vector<std::string> names{"max_length", "max_new_tokens", "num_beams"};
  EXPECT_EQ(did_you_mean("max_tokens", names), "Did you mean 'max_new_tokens'?");
  EXPECT_EQ(did_you_mean("tokens_max", names), "");
}

TEST(Suggestions, NothingNearGivesNothing) {
  EXPECT_EQ(did_you_mean("banana", kNames), "");
  EXPECT_EQ(did_you_mean("", kNames), "");
}

TEST(Suggestions, FirstLetterDecidesAmongEquallyNearNames) {
  const std::vector<std::string> shells{"bash", "zsh", "fish"};
  EXPECT_EQ(did_you_mean("fsh", shells), "Did you mean 'fish'?");
}

TEST(Suggestions, OverlongInputIsNotCompared) {
  EXPECT_EQ(did_you_mean(std::string(1000000, 'x'), kNames), "");
}

}  // namespace
}  // namespace penstock::cli
