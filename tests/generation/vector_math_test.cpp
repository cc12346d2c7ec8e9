// SPDX-License-Identifier: Apache-2.0
#include "generation/vector_math.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace penstock {
namespace {

std::vector<float> random_scores(std::size_t size, std::uint32_t seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0.0F, 6.0F);
  std::vector<float> scores(size);
  for (float& score : scores) score = normal(engine);
  return scores;
}

TEST(VectorMath, ExpIsRightToTheLastBits) {
  // e^x, by way of softmax: its passes over whole groups and over what is left of them.
  const auto ratio = [](float x) {
    std::array<float, 17> values{};
    values.fill(x);
    values[3] = 0;
    softmax(values, values);
    EXPECT_EQ(values[0], values[16]) << x;
    return static_cast<double>(values[0]) / static_cast<double>(values[3]);
  };
  for (float x = -86.9F; x <= 0.0F; x += 0.00371F) {
    const double expected = std::exp(static_cast<double>(x));
    EXPECT_NEAR(ratio(x) / expected, 1.0, 3e-7) << x;
  }
  EXPECT_EQ(ratio(0.0F), 1.0);
  EXPECT_EQ(ratio(-INFINITY), 0.0);
}

TEST(VectorMath, SoftmaxOfEverySizeIsThatOfDoubles) {
  for (const std::size_t size : {1U, 2U, 15U, 16U, 17U, 31U, 500U, 5003U}) {
    const std::vector<float> scores = random_scores(size, static_cast<std::uint32_t>(size));
    double sum = 0;
    for (const float score : scores) sum += std::exp(static_cast<double>(score));
    std::vector<float> logs(size);
    std::vector<float> probabilities(size);
    log_softmax(scores, logs);
    softmax(scores, probabilities);
    for (std::size_t i = 0; i < size; ++i) {
      const double expected = static_cast<double>(scores[i]) - std::log(sum);
      EXPECT_NEAR(logs[i], expected, 4e-6);
      EXPECT_NEAR(probabilities[i], std::exp(expected), 1e-6);
    }
  }
}

TEST(VectorMath, ForbiddenScoresHaveNoProbability) {
  std::vector<float> scores(40, -INFINITY);
  scores[7] = -1000.0F;
  softmax(scores, scores);
  EXPECT_EQ(scores[7], 1.0F);
  EXPECT_EQ(scores[8], 0.0F);
}

TEST(VectorMath, ScoresWithoutADistributionGiveNaN) {
  for (const float only : {-INFINITY, INFINITY, NAN}) {
    std::vector<float> scores(20, -INFINITY);
    scores[3] = only;
    softmax(scores, scores);
    EXPECT_TRUE(std::isnan(scores[0]));
  }
}

TEST(VectorMath, TheFirstOfTheLargestIsChosenAndNaNBeforeAll) {
  for (const std::size_t size : {1U, 16U, 33U, 100U}) {
    std::vector<float> scores(size, 1.0F);
    EXPECT_EQ(index_of_largest(scores), 0U);
    scores[size - 1] = 2.0F;
    EXPECT_EQ(index_of_largest(scores), size - 1);
    scores[size / 2] = NAN;
    EXPECT_EQ(index_of_largest(scores), size / 2);
  }
}

}  // namespace
}  // namespace penstock
