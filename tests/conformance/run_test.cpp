// SPDX-License-Identifier: Apache-2.0
// What a run gives back, on every backend.
#include <gmock/gmock.h>

#include <chrono>
#include <cstring>
#include <optional>
#include <penstock/error.hpp>

#include "conformance/candidates.hpp"

namespace penstock::testing {
namespace {

class Run : public BackendSuite {};

TEST_P(Run, AddsAndReportsTheShape) {
  const Session session = open("add");
  const std::vector<Tensor> inputs = {floats({2, 2}, {1, 2, 3, 4}),
                                      floats({2, 2}, {10, 20, 30, 40})};
  const std::vector<Tensor> outputs = session.run(inputs);
  ASSERT_EQ(outputs.size(), 1U);
  EXPECT_EQ(outputs[0].shape(), (Shape{2, 2}));
  EXPECT_EQ(values_of(outputs[0]), (std::vector<float>{11, 22, 33, 44}));
}

TEST_P(Run, EveryCallMayHaveAnotherShape) {
  const Session session = open("add");
  for (const std::int64_t n : {1, 7, 3, 64, 2}) {
    const Tensor ones = floats({n, 2}, std::vector<float>(static_cast<std::size_t>(2 * n), 1));
    const std::vector<Tensor> inputs = {ones, ones};
    const std::vector<Tensor> outputs = session.run(inputs);
    EXPECT_EQ(outputs[0].shape(), (Shape{n, 2}));
    EXPECT_EQ(values_of(outputs[0]), std::vector<float>(static_cast<std::size_t>(2 * n), 2));
  }
}

TEST_P(Run, NoRowsAreAnAnswerOfNoRows) {
  const Session session = open("add");
  const std::vector<Tensor> inputs = {floats({0, 3}, {}), floats({0, 3}, {})};
  EXPECT_EQ(session.run(inputs)[0].shape(), (Shape{0, 3}));
}

TEST_P(Run, ANumberHasNoDimensions) {
  const Session session = open("total");
  const std::vector<Tensor> inputs = {floats({2, 2}, {1, 2, 3, 4})};
  const std::vector<Tensor> outputs = session.run(inputs);
  EXPECT_TRUE(outputs[0].shape().empty());
  EXPECT_EQ(values_of(outputs[0]), std::vector<float>{10});
}

TEST_P(Run, OutputsStayAsTheyAreWhileOtherRunsHappen) {
  const Session session = open("add");
  std::vector<std::vector<Tensor>> kept;
  for (int i = 0; i < 6; ++i) {
    const auto value = static_cast<float>(i);
    const std::vector<Tensor> inputs = {floats({1, 3}, {value, value, value}),
                                        floats({1, 3}, {100, 200, 300})};
    kept.push_back(session.run(inputs));
  }
  for (int i = 0; i < 6; ++i) {
    const auto value = static_cast<float>(i);
    EXPECT_EQ(values_of(kept[static_cast<std::size_t>(i)][0]),
              (std::vector<float>{100 + value, 200 + value, 300 + value}));
  }
}

TEST_P(Run, OutputsOutliveTheSession) {
  std::vector<Tensor> outputs;
  {
    const Session session = open("add");
    const std::vector<Tensor> inputs = {floats({1, 2}, {1, 2}), floats({1, 2}, {3, 4})};
    outputs = session.run(inputs);
  }
  EXPECT_EQ(values_of(outputs[0]), (std::vector<float>{4, 6}));
}

TEST_P(Run, AnInputHandedThroughIsNotTheLentMemory) {
  const Session session = open("through");
  Tensor input = floats({1, 2}, {1, 2});
  const std::vector<Tensor> outputs = session.run(std::span(&input, 1));
  EXPECT_NE(outputs[0].data(), static_cast<const Tensor&>(input).data());
  std::memset(input.data(), 0, input.byte_size());
  EXPECT_EQ(values_of(outputs[0]), (std::vector<float>{1, 2}));
  EXPECT_EQ(values_of(outputs[1]), (std::vector<float>{2, 4}));
}

TEST_P(Run, ConstantsOfTheGraphAreRead) {
  if (!GetParam().calculates) return;
  const Session session = open("linear");
  const std::vector<Tensor> inputs = {floats({1, 2, 3}, {1, 0, 0, 1, 1, 1})};
  const std::vector<Tensor> outputs = session.run(inputs);
  EXPECT_EQ(outputs[0].shape(), (Shape{1, 2, 2}));
  EXPECT_EQ(values_of(outputs[0]), (std::vector<float>{1, 10, 6, 60}));
}

TEST_P(Run, MoreInputsAndOutputsThanFitOnTheStack) {
  if (!GetParam().calculates) return;
  const Session session = open("many");
  std::vector<Tensor> inputs;
  for (int i = 0; i < 20; ++i) inputs.push_back(floats({1, 1}, {static_cast<float>(i)}));
  const std::vector<Tensor> outputs = session.run(inputs);
  ASSERT_EQ(outputs.size(), 21U);
  EXPECT_EQ(values_of(outputs[0]), std::vector<float>{190});
  for (std::size_t i = 0; i < 20; ++i)
    EXPECT_EQ(values_of(outputs[i + 1]), std::vector<float>{-static_cast<float>(i)});
}

TEST_P(Run, TheTimeInsideTheRuntimeIsTold) {
  const Session session = open("add");
  const std::vector<Tensor> inputs = {floats({1, 1}, {1}), floats({1, 1}, {2})};
  std::chrono::nanoseconds time{0};
  RunOptions options;
  options.runtime_time = &time;
  (void)session.run(inputs, options);
  const bool tells = (backend()->capabilities() & PENSTOCK_HAS_TIMINGS) != 0;
  EXPECT_EQ(time.count() > 0, tells);
}

TEST_P(Run, OutputsInTheCallersMemory) {
  const Session session = open("add");
  if (!session.can_bind_outputs()) return;
  const std::vector<Tensor> inputs = {floats({1, 2}, {1, 2}), floats({1, 2}, {3, 4})};
  const Tensor mine = floats({1, 2}, {0, 0});
  RunOptions options;
  options.outputs = {&mine, 1};
  const std::vector<Tensor> outputs = session.run(inputs, options);
  EXPECT_EQ(values_of(mine), (std::vector<float>{4, 6}));
  EXPECT_EQ(static_cast<const Tensor&>(outputs[0]).data(), mine.data());
  const std::vector<Tensor> again = session.run(inputs);  // the next one owns its memory again
  EXPECT_NE(static_cast<const Tensor&>(again[0]).data(), mine.data());
  EXPECT_EQ(values_of(again[0]), (std::vector<float>{4, 6}));
}

TEST_P(Run, ValuesThatStayWithTheBackendAreFedBack) {
  const Session session = open("add");
  if (!session.can_keep_values()) return;
  const std::uint8_t keep[] = {1};
  RunOptions options;
  options.keep = keep;
  const Value one = floats({1, 2}, {1, 1});
  std::optional<Value> sum = one;
  for (int i = 0; i < 3; ++i) {
    const std::vector<Value> inputs = {*sum, one};
    sum = session.run_values(inputs, options)[0];
    EXPECT_TRUE(sum->on_backend());
    EXPECT_EQ(Shape(sum->shape().begin(), sum->shape().end()), (Shape{1, 2}));
  }
  EXPECT_THROW((void)sum->tensor(), Error);
  const std::vector<Value> inputs = {*sum, one};
  EXPECT_EQ(values_of(session.run_values(inputs)[0].tensor()), (std::vector<float>{5, 5}));
}

INSTANTIATE_TEST_SUITE_P(Every, Run, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
