// SPDX-License-Identifier: Apache-2.0
#include "generation/beam_placement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace penstock {
namespace {

using ::testing::ElementsAre;

std::size_t copies(std::span<const std::int32_t> moves) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < moves.size(); ++row) {
    if (moves[row] != static_cast<std::int32_t>(row)) ++count;
  }
  return count;
}

TEST(BeamPlacement, EveryBeamOfAnInputBeginsWithItsRow) {
  BeamPlacement placement(2, 3);
  EXPECT_THAT(placement.expand(), ElementsAre(0, 0, 0, 1, 1, 1));
  for (std::size_t beam = 0; beam < 6; ++beam) EXPECT_EQ(placement.row(beam), beam);
}

TEST(BeamPlacement, BeamsThatChangeRanksStayWhereTheyAre) {
  BeamPlacement placement(1, 4);
  const std::vector<std::size_t> parents = {3, 0, 2, 1};
  EXPECT_EQ(copies(placement.move(parents)), 0U);
  EXPECT_EQ(placement.row(0), 3U);
  EXPECT_EQ(placement.row(1), 0U);
}

TEST(BeamPlacement, OnlySecondChildrenAreCopied) {
  BeamPlacement placement(1, 4);
  const std::vector<std::size_t> parents = {1, 1, 0, 1};
  EXPECT_THAT(placement.move(parents), ElementsAre(0, 1, 1, 1));
  EXPECT_EQ(placement.row(0), 1U);
  EXPECT_EQ(placement.row(2), 0U);
}

// The state is played by numbers: whatever happens, a beam finds its parent's in its row.
TEST(BeamPlacement, EveryBeamFindsItsParentsState) {
  constexpr std::size_t kInputs = 3, kBeams = 5;
  std::mt19937 random(7);
  BeamPlacement placement(kInputs, kBeams);
  std::vector<int> state(kInputs * kBeams);
  for (std::size_t row = 0; row < state.size(); ++row) state[row] = static_cast<int>(row);
  std::vector<int> beams = state;
  for (int step = 0; step < 300; ++step) {
    std::vector<std::size_t> parents;
    for (std::size_t i = 0; i < state.size(); ++i) {
      parents.push_back(i / kBeams * kBeams + random() % kBeams);
    }
    const auto moves = placement.move(parents);
    std::vector<int> moved, expected;
    for (const std::int32_t from : moves) moved.push_back(state[static_cast<std::size_t>(from)]);
    for (const std::size_t parent : parents) expected.push_back(beams[parent]);
    for (std::size_t i = 0; i < state.size(); ++i) {
      ASSERT_EQ(moved[placement.row(i)], expected[i]) << "step " << step;
      // The next step's states differ again.
      beams[i] = moved[placement.row(i)] = step * 100 + static_cast<int>(i);
    }
    state = moved;
  }
}

}  // namespace
}  // namespace penstock
