// SPDX-License-Identifier: Apache-2.0
// What a Session makes of a backend that fails, lies or takes its time.
#include "backends/session.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <penstock/error.hpp>
#include <thread>

#include "backends/plugin.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kPorts =
    R"("inputs": [{"name": "x", "dtype": "float32", "shape": [-1]}],
       "outputs": [{"name": "y", "dtype": "float32", "shape": [-1], "echo": "x"}])";

std::shared_ptr<Backend> fake(const std::string& library = "") {
  return load_plugin(std::filesystem::path(PENSTOCK_PLUGIN_DIR) / "libpenstock_fake.so", library);
}

// A session of the fake on a script with these extra members.
Session scripted(const std::string& extra = "") {
  const std::string script = "{" + std::string(kPorts) + extra + "}";
  SessionOptions options;
  options.model_bytes = script;
  return Session(fake(), options);
}

Error failure(const Session& session, const RunOptions& options = {}) {
  const Tensor input = Tensor::zeros(DType::float32, {2});
  try {
    (void)session.run(std::span(&input, 1), options);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "the run succeeded";
  return Error(ErrorCode::internal, "");
}

TEST(Session, AFailedStartCarriesTheBackendsWords) {
  try {
    const Session session = scripted(R"(, "fail": {"create": "no memory on the device"})");
    FAIL() << "the session was made";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::backend);
    EXPECT_STREQ(error.what(), "no memory on the device");
  }
}

TEST(Session, AFailedRunCarriesTheBackendsWords) {
  const Session session = scripted(R"(, "fail": {"run": "the fake failed"})");
  EXPECT_EQ(failure(session).code(), ErrorCode::backend);
  EXPECT_STREQ(failure(session).what(), "the fake failed");
}

TEST(Session, AFailedRunSpoilsNoOther) {
  const Session session = scripted(R"(, "fail": {"run": "once", "at_run": 2})");
  const Tensor input = Tensor::zeros(DType::float32, {2});
  EXPECT_EQ(session.run(std::span(&input, 1)).size(), 1U);
  EXPECT_STREQ(failure(session).what(), "once");
  EXPECT_EQ(session.run(std::span(&input, 1)).size(), 1U);
}

class Liar : public ::testing::TestWithParam<const char*> {};

TEST_P(Liar, IsNamedAndItsOutputIsNotTouched) {
  const Session session = scripted(R"(, "lie": ")" + std::string(GetParam()) + "\"");
  const Error error = failure(session);
  EXPECT_EQ(error.code(), ErrorCode::internal);
  EXPECT_THAT(error.what(), HasSubstr("backend fake returned output 'y'"));
}

INSTANTIATE_TEST_SUITE_P(Every, Liar, ::testing::Values("byte_size", "null_data", "negative_shape"),
                         [](const auto& lie) { return std::string(lie.param); });

TEST(Session, ARunStopsWhenAsked) {
  const Session session = scripted(R"(, "delay_ms": 30000)");
  std::stop_source source;
  RunOptions options;
  options.stop = source.get_token();
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    source.request_stop();
  });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(failure(session, options).code(), ErrorCode::cancelled);
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Session, TheBackendsOwnTimeIsPassedOn) {
  const Session session = scripted(R"(, "delay_ms": 5)");
  std::chrono::nanoseconds time{0};
  RunOptions options;
  options.runtime_time = &time;
  const Tensor input = Tensor::zeros(DType::float32, {2});
  (void)session.run(std::span(&input, 1), options);
  EXPECT_EQ(time, std::chrono::nanoseconds(5'000'001));
}

TEST(Session, OptionsForAnotherNumberOfOutputsAreRefused) {
  const Session session = scripted();
  const Tensor outputs[2];
  RunOptions options;
  options.outputs = outputs;
  EXPECT_EQ(failure(session, options).code(), ErrorCode::invalid_argument);
}

TEST(Session, KeepingValuesIsForRunValuesOnly) {
  const Session session = scripted();
  const std::uint8_t keep[] = {1};
  RunOptions options;
  options.keep = keep;
  EXPECT_THAT(failure(session, options).what(), HasSubstr("run_values"));
}

TEST(Session, APortOfUnknownRankSaysSo) {
  const std::string script = R"({"inputs": [{"name": "x", "dtype": "float32"}],
                                 "outputs": [{"name": "y", "dtype": "float32", "echo": "x"}]})";
  SessionOptions options;
  options.model_bytes = script;
  const Session session(fake(), options);
  EXPECT_FALSE(session.inputs()[0].rank_known);
  EXPECT_TRUE(session.inputs()[0].shape.empty());
}

TEST(Session, TheBackendLivesAsLongAsItsSessions) {
  std::vector<Tensor> outputs;
  {
    const Session session = scripted();
    Tensor input = Tensor::zeros(DType::float32, {1});
    input.values<float>()[0] = 7;
    outputs = session.run(std::span(&input, 1));
  }
  EXPECT_EQ(outputs[0].values<float>()[0], 7.0F);
}

}  // namespace
}  // namespace penstock
