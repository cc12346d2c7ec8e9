// SPDX-License-Identifier: Apache-2.0
#include "postprocess/activation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "postprocess/pairwise_sum.hpp"

namespace penstock {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST(Softmax, EqualsTheReferenceOnASmallRow) {
  std::vector<float> values = {1.0F, 2.0F, 3.0F};
  softmax(values);
  EXPECT_NEAR(values[0], 0.09003057F, 1e-7);
  EXPECT_NEAR(values[1], 0.24472848F, 1e-7);
  EXPECT_NEAR(values[2], 0.66524094F, 1e-7);
}

TEST(Softmax, LargeLogitsDoNotOverflow) {
  std::vector<float> values = {1000.0F, 1001.0F, -1000.0F};
  softmax(values);
  EXPECT_NEAR(values[1], 0.7310586F, 1e-6);
  EXPECT_EQ(values[2], 0.0F);
}

TEST(Softmax, MinusInfinityGetsNoShare) {
  std::vector<float> values = {0.0F, -kInfinity};
  softmax(values);
  EXPECT_EQ(values[0], 1.0F);
  EXPECT_EQ(values[1], 0.0F);
}

TEST(Softmax, NanSpoilsEveryScore) {
  std::vector<float> values = {0.0F, std::nanf("")};
  softmax(values);
  EXPECT_TRUE(std::isnan(values[0]));
}

TEST(Softmax, EmptyRowStaysEmpty) {
  std::vector<float> values;
  softmax(values);
  EXPECT_TRUE(values.empty());
}

TEST(Sigmoid, MapsEveryValueAlone) {
  std::vector<float> values = {0.0F, 2.0F, -200.0F, 200.0F};
  sigmoid(values);
  EXPECT_EQ(values[0], 0.5F);
  EXPECT_NEAR(values[1], 0.880797F, 1e-6);
  EXPECT_EQ(values[2], 0.0F);
  EXPECT_EQ(values[3], 1.0F);
}

TEST(PairwiseSum, KeepsWhatASequentialSumLoses) {
  const std::vector<float> ones(1U << 25U, 1.0F);  // a running float32 sum stops at 2^24
  EXPECT_EQ(pairwise_sum(ones), 33554432.0F);
}

TEST(PairwiseSum, AddsEveryLengthExactly) {
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 127U, 128U, 129U, 1000U}) {
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), 1.0F);
    const auto exact = static_cast<float>(count * (count + 1) / 2);
    EXPECT_EQ(pairwise_sum(values), exact) << count;
  }
}

}  // namespace
}  // namespace penstock
