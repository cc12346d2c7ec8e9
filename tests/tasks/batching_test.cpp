// SPDX-License-Identifier: Apache-2.0
#include "tasks/batching.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PlanBatches, LikeLengthsShareABatchLongestFirst) {
  const std::vector<std::size_t> lengths = {3, 9, 4, 8, 1};
  EXPECT_THAT(plan_batches(lengths, 2),
              ElementsAre(ElementsAre(1, 3), ElementsAre(2, 0), ElementsAre(4)));
}

TEST(PlanBatches, EqualLengthsKeepTheirOrder) {
  const std::vector<std::size_t> lengths = {5, 5, 5};
  EXPECT_THAT(plan_batches(lengths, 2), ElementsAre(ElementsAre(0, 1), ElementsAre(2)));
}

TEST(PlanBatches, OnlyEqualLengthsMeetWherePaddingWouldShow) {
  const std::vector<std::size_t> lengths = {3, 9, 3, 9, 9};
  EXPECT_THAT(plan_batches(lengths, 2, Mix::equal_lengths),
              ElementsAre(ElementsAre(1, 3), ElementsAre(4), ElementsAre(0, 2)));
}

TEST(PlanBatches, NothingGivesNoBatch) { EXPECT_THAT(plan_batches({}, 4), IsEmpty()); }

TEST(PlanBatches, HugeBatchSizeIsOneBatch) {
  const std::vector<std::size_t> lengths = {1, 2};
  EXPECT_EQ(plan_batches(lengths, SIZE_MAX).size(), 1U);
}

TEST(CallOptions, BatchSizeMustBePositive) {
  const Json json = {{"batch_size", 0}};
  ParameterSet set(json);
  CallOptions options;
  EXPECT_THROW(apply_call_options(set, options), Error);
}

}  // namespace
}  // namespace penstock
