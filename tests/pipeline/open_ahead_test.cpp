// SPDX-License-Identifier: Apache-2.0
#include "pipeline/open_ahead.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <penstock/error.hpp>
#include <thread>

namespace penstock {
namespace {

constexpr std::array kGraphs = {&kModelGraph};
constexpr std::chrono::seconds kLongEnough{20};

TEST(OpenAhead, AGraphIsOnItsWayBeforeItIsAskedFor) {
  std::promise<std::thread::id> begun;
  const SessionOpener open = open_ahead(kGraphs, [&](const GraphRole&) {
    begun.set_value(std::this_thread::get_id());
    return std::unique_ptr<Session>();
  });
  std::future<std::thread::id> opener = begun.get_future();
  ASSERT_EQ(opener.wait_for(kLongEnough), std::future_status::ready);
  EXPECT_NE(opener.get(), std::this_thread::get_id());
  EXPECT_EQ(open(kModelGraph), nullptr);
}

TEST(OpenAhead, AFailureIsThrownWhereTheGraphIsAskedFor) {
  const SessionOpener open = open_ahead(kGraphs, [](const GraphRole&) -> std::unique_ptr<Session> {
    throw Error(ErrorCode::io, "torn");
  });
  EXPECT_THROW((void)open(kModelGraph), Error);
}

TEST(OpenAhead, OneAskedForAgainIsOpenedAgain) {
  std::atomic<int> count{0};
  const SessionOpener open = open_ahead(kGraphs, [&](const GraphRole&) {
    ++count;
    return std::unique_ptr<Session>();
  });
  (void)open(kModelGraph);
  EXPECT_EQ(count, 1);
  (void)open(kModelGraph);
  EXPECT_EQ(count, 2);
}

TEST(OpenAhead, OneThatWasNotBegunIsOpenedOnTheSpot) {
  std::atomic<const GraphRole*> last{nullptr};
  const SessionOpener open = open_ahead({}, [&](const GraphRole& role) {
    last = &role;
    return std::unique_ptr<Session>();
  });
  EXPECT_EQ(last, nullptr);
  (void)open(kDecoderGraph);
  EXPECT_EQ(last, &kDecoderGraph);
}

TEST(OpenAhead, ItsEndWaitsForWhatIsOnItsWay) {
  std::atomic<bool> opened{false};
  (void)open_ahead(kGraphs, [&](const GraphRole&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    opened = true;
    return std::unique_ptr<Session>();
  });
  EXPECT_TRUE(opened);
}

}  // namespace
}  // namespace penstock
