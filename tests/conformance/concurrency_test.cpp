// SPDX-License-Identifier: Apache-2.0
// One session under many threads.
#include <gtest/gtest.h>

#include <atomic>
#include <penstock/error.hpp>
#include <thread>

#include "conformance/candidates.hpp"

namespace penstock::testing {
namespace {

constexpr int kThreads = 8;
constexpr int kRuns = 60;

class Concurrency : public BackendSuite {};

// Runs that each have their own shape and values; counts the wrong answers.
int hammer(const Session& session, int thread) {
  int wrong = 0;
  std::vector<Tensor> previous;
  std::vector<float> expected_previous;
  for (int i = 0; i < kRuns; ++i) {
    const std::int64_t width = 1 + (thread * 7 + i) % 13;
    const auto value = static_cast<float>(thread * 1000 + i);
    const std::vector<float> values(static_cast<std::size_t>(width), value);
    const std::vector<Tensor> inputs = {floats({1, width}, values), floats({1, width}, values)};
    std::vector<Tensor> outputs = session.run(inputs);
    const std::vector<float> expected(static_cast<std::size_t>(width), 2 * value);
    if (values_of(outputs[0]) != expected) ++wrong;
    if (!previous.empty() && values_of(previous[0]) != expected_previous) ++wrong;
    previous = std::move(outputs);
    expected_previous = expected;
  }
  return wrong;
}

TEST_P(Concurrency, EightThreadsOnOneSessionGetTheirOwnAnswers) {
  const Session session = open("add");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([&, i] { wrong += hammer(session, i); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
}

// Outputs that are kept make every run begin something of its own inside the runtime.
TEST_P(Concurrency, RunsBeginWhileOthersRunAndTheirOutputsAreKept) {
  const Session session = open("add");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] {
      std::vector<std::vector<Tensor>> kept;
      for (int run = 0; run < kRuns; ++run) {
        const std::vector<float> values(static_cast<std::size_t>(1 + run % 7),
                                        static_cast<float>(i * 1000 + run));
        const auto width = static_cast<std::int64_t>(values.size());
        kept.push_back(session.run(
            std::vector<Tensor>{floats({1, width}, values), floats({1, width}, values)}));
      }
      for (int run = 0; run < kRuns; ++run)
        if (values_of(kept[static_cast<std::size_t>(run)][0]) !=
            std::vector<float>(static_cast<std::size_t>(1 + run % 7),
                               2 * static_cast<float>(i * 1000 + run)))
          ++wrong;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
}

TEST_P(Concurrency, WrongCallsBesideRightOnesHarmNone) {
  const Session session = open("add");
  std::atomic<int> wrong{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] {
      if (i % 2 == 0) {
        wrong += hammer(session, i);
        return;
      }
      const std::vector<Tensor> inputs = {floats({1, 2}, {1, 2}), floats({1, 3}, {1, 2, 3})};
      for (int run = 0; run < kRuns; ++run) {
        try {
          (void)session.run(inputs);
        } catch (const Error&) {
          ++refused;
        }
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
  EXPECT_EQ(refused.load(), kThreads / 2 * kRuns);
}

TEST_P(Concurrency, SessionsOpenAndCloseSideBySide) {
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      const Session session = open("add");
      const std::vector<Tensor> inputs = {floats({1, 1}, {1}), floats({1, 1}, {2})};
      if (values_of(session.run(inputs)[0]) == std::vector<float>{3}) ++right;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right.load(), kThreads);
}

INSTANTIATE_TEST_SUITE_P(Every, Concurrency, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
