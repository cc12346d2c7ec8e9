// SPDX-License-Identifier: Apache-2.0
#include "backends/availability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

// The public functions, on whatever machine the tests run.

namespace penstock {
namespace {

TEST(Availability, HasOneRowForEachAcceleratorInOrder) {
  const auto rows = availabilities();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].accelerator, Accelerator::ov);
  EXPECT_EQ(rows[1].accelerator, Accelerator::ort);
  EXPECT_EQ(rows[2].accelerator, Accelerator::ipex);
  for (const Availability& row : rows) EXPECT_EQ(&availability(row.accelerator), &row);
}

TEST(Availability, ARowIsAllThereOrNotAtAll) {
  for (const Availability& row : availabilities()) {
    EXPECT_FALSE(row.attempts.empty());
    EXPECT_EQ(row.version == "N/A", !row.available);
    EXPECT_EQ(row.library.empty(), !row.available);
    if (row.available) {
      EXPECT_TRUE(std::filesystem::path(row.library).is_absolute());
    } else {
      EXPECT_EQ(row.distribution, std::nullopt);
    }
  }
}

TEST(Availability, TheShortQuestionsAgreeWithTheRows) {
  EXPECT_EQ(is_openvino_available(), availability(Accelerator::ov).available);
  EXPECT_EQ(is_onnxruntime_available(), availability(Accelerator::ort).available);
  EXPECT_EQ(is_ipex_available(), availability(Accelerator::ipex).available);
}

TEST(Availability, IsFoundOnceForAllThreads) {
  std::vector<const Availability*> seen(4);
  std::vector<std::thread> threads;
  for (auto& row : seen) threads.emplace_back([&row] { row = availabilities().data(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(seen, ::testing::Each(seen.front()));
}

}  // namespace
}  // namespace penstock
