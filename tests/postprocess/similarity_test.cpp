// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/similarity.hpp>
#include <string>
#include <vector>

namespace penstock {
namespace {

Tensor matrix(std::int64_t rows, std::int64_t columns, const std::vector<float>& values) {
  Tensor tensor = Tensor::zeros(DType::float32, {rows, columns});
  std::copy(values.begin(), values.end(), tensor.values<float>().begin());
  return tensor;
}

std::vector<float> scores(const Tensor& a, const Tensor& b, const char* name) {
  const Tensor result = similarity(a, b, parse_similarity(name));
  EXPECT_EQ(result.shape(), (Shape{a.dim(0), b.dim(0)}));
  const std::span<const float> values = result.values<float>();
  return {values.begin(), values.end()};
}

TEST(Similarity, EveryFunctionComparesRowWithRow) {
  const Tensor a = matrix(1, 5, {3, 0, 0, 0, 4});
  const Tensor b = matrix(2, 5, {3, 0, 0, 0, 4, 0, 1, 0, 0, 0});
  EXPECT_THAT(scores(a, b, "cosine"), ::testing::Pointwise(::testing::FloatEq(), {1.0F, 0.0F}));
  EXPECT_EQ(scores(a, b, "dot"), (std::vector<float>{25, 0}));
  EXPECT_EQ(scores(a, b, "dot_product"), (std::vector<float>{25, 0}));
  EXPECT_FLOAT_EQ(scores(a, b, "euclidean")[1], -5.0990195F);
  EXPECT_EQ(scores(a, b, "manhattan"), (std::vector<float>{0, -8}));
}

TEST(Similarity, ZeroVectorsHaveNoCosineButNoNanEither) {
  const Tensor zero = matrix(1, 2, {0, 0});
  EXPECT_EQ(scores(zero, zero, "cosine"), (std::vector<float>{0}));
}

TEST(Similarity, EmptyListsGiveAnEmptyMatrix) {
  EXPECT_TRUE(scores(matrix(0, 2, {}), matrix(3, 2, {1, 2, 3, 4, 5, 6}), "cosine").empty());
}

TEST(Similarity, DifferentDimensionsAreRefused) {
  try {
    (void)similarity(matrix(1, 2, {1, 2}), matrix(1, 3, {1, 2, 3}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("[1, 2] and [1, 3]"));
  }
}

TEST(Similarity, UnknownNameListsTheKnown) { EXPECT_THROW((void)parse_similarity("cos"), Error); }

}  // namespace
}  // namespace penstock
