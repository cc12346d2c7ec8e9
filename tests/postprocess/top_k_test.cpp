// SPDX-License-Identifier: Apache-2.0
#include "postprocess/top_k.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<float> kScores = {0.1F, 0.7F, 0.2F, 0.7F};

TEST(TopK, EqualScoresKeepTheirOrder) { EXPECT_THAT(top_k(kScores), ElementsAre(1, 3, 2, 0)); }

TEST(TopK, CutsAtK) { EXPECT_THAT(top_k(kScores, 3), ElementsAre(1, 3, 2)); }

TEST(TopK, LargeKGivesAll) { EXPECT_EQ(top_k(kScores, 9).size(), kScores.size()); }

TEST(TopK, ZeroAndEmptyGiveNothing) {
  EXPECT_THAT(top_k(kScores, 0), IsEmpty());
  EXPECT_THAT(top_k({}), IsEmpty());
}

TEST(TopK, NanComesLast) {
  const std::vector<float> scores = {std::nanf(""), -1.0F, std::nanf(""), 2.0F};
  EXPECT_THAT(top_k(scores), ElementsAre(3, 1, 0, 2));
}

TEST(SliceLength, FollowsPythonsSlices) {
  EXPECT_EQ(slice_length(4, std::nullopt), 4U);
  EXPECT_EQ(slice_length(4, 2), 2U);
  EXPECT_EQ(slice_length(4, 9), 4U);
  EXPECT_EQ(slice_length(4, 0), 0U);
  EXPECT_EQ(slice_length(4, -1), 3U);
  EXPECT_EQ(slice_length(4, -9), 0U);
  EXPECT_EQ(slice_length(4, INT64_MIN), 0U);
}

TEST(Argmax, FirstOfEqualsWins) { EXPECT_EQ(argmax(kScores), 1U); }

TEST(Argmax, FirstNanWins) {
  EXPECT_EQ(argmax(std::vector<float>{3.0F, std::nanf(""), 4.0F, std::nanf("")}), 1U);
}

}  // namespace
}  // namespace penstock
