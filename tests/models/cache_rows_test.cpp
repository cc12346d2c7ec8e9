// SPDX-License-Identifier: Apache-2.0
#include "models/cache_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <penstock/error.hpp>
#include <random>

namespace penstock {
namespace {

using ::testing::ElementsAre;

Tensor counting(Shape shape) {
  Tensor tensor = Tensor::zeros(DType::float32, std::move(shape));
  const auto values = tensor.values<float>();
  std::iota(values.begin(), values.end(), 0.0F);
  return tensor;
}

std::vector<float> values_of(const Tensor& tensor) {
  const auto values = tensor.values<float>();
  return {values.begin(), values.end()};
}

TEST(RowMoves, EqualGatheringWhateverTheRows) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t before = 1 + random() % 7;
    const std::size_t after = random() % 3 == 0 ? 1 + random() % 9 : before;
    std::vector<std::int32_t> rows(after);
    for (std::int32_t& row : rows) row = static_cast<std::int32_t>(random() % before);
    if (after == before && random() % 2 == 0) {  // cycles
      std::iota(rows.begin(), rows.end(), 0);
      std::shuffle(rows.begin(), rows.end(), random);
    }
    Tensor tensor = counting({static_cast<std::int64_t>(before), 3});
    std::vector<float> expected;
    for (const std::int32_t row : rows)
      for (int i = 0; i < 3; ++i) expected.push_back(static_cast<float>(row * 3 + i));
    const RowMoves moves(rows, before);
    EXPECT_EQ(values_of(moves.gathered(tensor)), expected);
    moves.apply(tensor);
    ASSERT_EQ(values_of(tensor), expected);
    ASSERT_EQ(tensor.dim(0), static_cast<std::int64_t>(after));
  }
}

TEST(RowMoves, TheSameRowsMoveNothing) {
  const RowMoves moves(std::vector<std::int32_t>{0, 1, 2}, 3);
  EXPECT_TRUE(moves.changes_nothing());
  Tensor tensor = counting({3, 2});
  const void* data = tensor.data();
  moves.apply(tensor);
  EXPECT_EQ(tensor.data(), data);
}

TEST(RowMoves, AsManyRowsStayWhereTheyLie) {
  Tensor tensor = counting({3, 2});
  const void* data = tensor.data();
  RowMoves(std::vector<std::int32_t>{2, 0, 0}, 3).apply(tensor);
  EXPECT_EQ(tensor.data(), data);
  EXPECT_THAT(values_of(tensor), ElementsAre(4, 5, 0, 1, 0, 1));
}

TEST(RowMoves, SeveralEntriesOfARowMoveTogether) {
  Tensor tensor = counting({4, 1});  // two rows of two heads
  RowMoves(std::vector<std::int32_t>{1, 1, 0}, 2).apply(tensor);
  EXPECT_THAT(values_of(tensor), ElementsAre(2, 3, 2, 3, 0, 1));
}

TEST(RowMoves, ARowThatIsNotThereIsRefused) {
  EXPECT_THROW(RowMoves(std::vector<std::int32_t>{0, 3}, 3), Error);
  EXPECT_THROW(RowMoves(std::vector<std::int32_t>{-1}, 3), Error);
}

TEST(FirstAlong, CutsAnyAxis) {
  const Tensor tensor = counting({2, 3, 2});
  EXPECT_THAT(values_of(first_along(tensor, 1, 1)), ElementsAre(0, 1, 6, 7));
  EXPECT_THAT(values_of(first_along(tensor, 2, 1)), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_EQ(first_along(tensor, 1, 0).shape(), (Shape{2, 0, 2}));
}

}  // namespace
}  // namespace penstock
