// SPDX-License-Identifier: Apache-2.0
// Graphs that remember: each state is a sequence of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <penstock/error.hpp>

#include "conformance/candidates.hpp"

namespace penstock::testing {
namespace {

class States : public BackendSuite {
 protected:
  void SetUp() override {
    BackendSuite::SetUp();
    if (!IsSkipped() && GetParam().state_graph.empty())
      GTEST_SKIP() << "declared: this backend runs no graphs with a state";
  }

  // One step of the running sum, rows in order.
  static std::vector<Tensor> step(const Session& session, SequenceState& state,
                                  const std::vector<float>& rows) {
    const auto count = static_cast<std::int64_t>(rows.size());
    Tensor beams = Tensor::zeros(DType::int32, {count});
    for (std::int32_t i = 0; i < count; ++i)
      beams.values<std::int32_t>()[static_cast<std::size_t>(i)] = i;
    const std::vector<Tensor> inputs = {floats({count, 1}, rows), beams};
    RunOptions options;
    options.state = &state;
    return session.run(inputs, options);
  }
};

TEST_P(States, RememberFromRunToRun) {
  const Session session = open(GetParam().state_graph);
  SequenceState state(session);
  (void)step(session, state, {1, 10});
  EXPECT_EQ(values_of(step(session, state, {2, 20})[0]), (std::vector<float>{3, 30}));
}

TEST_P(States, DoNotSeeEachOther) {
  const Session session = open(GetParam().state_graph);
  SequenceState a(session);
  SequenceState b(session);
  (void)step(session, a, {1});
  (void)step(session, b, {100});
  EXPECT_EQ(values_of(step(session, a, {1})[0]), std::vector<float>{2});
  EXPECT_EQ(values_of(step(session, b, {1})[0]), std::vector<float>{101});
}

TEST_P(States, StartAgainAfterReset) {
  const Session session = open(GetParam().state_graph);
  SequenceState state(session);
  (void)step(session, state, {1});
  state.reset();
  EXPECT_EQ(values_of(step(session, state, {5})[0]), std::vector<float>{5});
}

TEST_P(States, RowsMoveWhenReordered) {
  const Session session = open(GetParam().state_graph);
  SequenceState state(session);
  (void)step(session, state, {1, 10, 100});
  const std::int32_t rows[] = {2, 0, 0};
  state.reorder(rows);
  EXPECT_EQ(values_of(step(session, state, {0, 0, 5})[0]), (std::vector<float>{100, 1, 6}));
  EXPECT_EQ(values_of(step(session, state, {0, 0, 0})[0]), (std::vector<float>{100, 1, 6}));
}

TEST_P(States, TwoReordersWorkAsOneAfterTheOther) {
  const Session session = open(GetParam().state_graph);
  SequenceState state(session);
  (void)step(session, state, {1, 10});
  const std::int32_t swap[] = {1, 0};
  state.reorder(swap);
  state.reorder(swap);
  EXPECT_EQ(values_of(step(session, state, {0, 0})[0]), (std::vector<float>{1, 10}));
}

TEST_P(States, OutputsOfEarlierStepsStay) {
  const Session session = open(GetParam().state_graph);
  SequenceState state(session);
  const std::vector<Tensor> first = step(session, state, {1, 10});
  const std::vector<Tensor> second = step(session, state, {1, 10});
  const std::vector<Tensor> third = step(session, state, {1, 10});
  EXPECT_EQ(values_of(first[0]), (std::vector<float>{1, 10}));
  EXPECT_EQ(values_of(second[0]), (std::vector<float>{2, 20}));
  EXPECT_EQ(values_of(third[0]), (std::vector<float>{3, 30}));
}

TEST_P(States, OutputsOutliveAResetAndTheState) {
  const Session session = open(GetParam().state_graph);
  std::vector<Tensor> first;
  std::vector<Tensor> second;
  {
    SequenceState state(session);
    first = step(session, state, {1, 10});
    state.reset();
    second = step(session, state, {7, 70});
  }
  EXPECT_EQ(values_of(first[0]), (std::vector<float>{1, 10}));
  EXPECT_EQ(values_of(second[0]), (std::vector<float>{7, 70}));
}

INSTANTIATE_TEST_SUITE_P(Every, States, ::testing::ValuesIn(candidates()), candidate_name);

class NoStates : public BackendSuite {};

TEST_P(NoStates, AreRefusedByName) {
  const Session session = open("add");
  if (session.has_states()) return;
  EXPECT_THROW(SequenceState{session}, Error);
}

INSTANTIATE_TEST_SUITE_P(Every, NoStates, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
