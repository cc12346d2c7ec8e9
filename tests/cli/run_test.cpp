// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <penstock/json.hpp>
#include <sstream>

#include "cli/process.hpp"
#include "support/backends.hpp"

// penstock run on a real runtime, with the sentiment model of the repository.

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kModel = PENSTOCK_MODELS "/sentiment";

class Run : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ort"); }

  static Call call(std::vector<std::string> rest, const std::string& input = "") {
    rest.insert(rest.begin(), {"run", "sentiment-analysis", "-m", kModel, "-a", "ort"});
    return {.arguments = std::move(rest), .input = input};
  }
  static Outcome run(std::vector<std::string> rest, const std::string& input = "") {
    return run_penstock(call(std::move(rest), input));
  }
  static std::vector<Json> lines(const Outcome& outcome) {
    std::vector<Json> all;
    std::istringstream stream(outcome.out);
    for (std::string line; std::getline(stream, line);) all.push_back(Json::parse(line));
    return all;
  }
};

TEST_F(Run, EachInputIsALineOfJson) {
  const Outcome outcome = run({"I love this film", "env", "{}"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  const auto answers = lines(outcome);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0].size(), 1U);
  EXPECT_TRUE(answers[0][0]["score"].is_number_float());
}

TEST_F(Run, WordsAfterTwoDashesAreInputs) {
  EXPECT_EQ(lines(run({"first", "--", "--jsonl", "-1"})).size(), 3U);
}

TEST_F(Run, LinesOfStandardInputAreInputs) {
  EXPECT_EQ(lines(run({}, "one\ntwo\n\nlast")).size(), 4U);
}

TEST_F(Run, ParametersAreJsonOrStrings) {
  EXPECT_EQ(lines(run({"text", "--param", "top_k=2"})).at(0).size(), 2U);
  EXPECT_EQ(lines(run({"text", "-p", "top_k=null", "-p", "function_to_apply=none"})).at(0).size(),
            2U);
}

TEST_F(Run, AnUnknownParameterIsWrongUsageOnceForAllInputs) {
  for (const std::vector<std::string>& rest :
       {std::vector<std::string>{"-p", "topk=2", "one", "two"}, {"-p", "topk=2", "--jsonl"}}) {
    const Outcome outcome = run(rest, "\"one\"\n\"two\"\n");
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err,
                StartsWith("text-classification does not take the parameter `topk`; it takes: "));
    EXPECT_THAT(outcome.err, HasSubstr(", function_to_apply, "));
    EXPECT_THAT(outcome.err, HasSubstr("Did you mean 'top_k'?"));
  }
}

TEST_F(Run, AWrongValueOfAParameterIsWrongUsageOnceForAllInputs) {
  const Outcome outcome = run({"-p", "top_k=many", "one", "two"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "`top_k` must be a whole number, got \"many\".\n");
}

TEST_F(Run, ARequestMayMendAValueOfTheCommand) {
  const Outcome outcome = run({"--jsonl", "-p", "top_k=many"},
                              "\"a\"\n{\"inputs\": \"a\", \"parameters\": {\"top_k\": 2}}\n");
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(lines(outcome).size(), 2U);
  EXPECT_TRUE(lines(outcome)[0].contains("error"));
  EXPECT_EQ(lines(outcome)[1].size(), 2U);
}

TEST_F(Run, ParametersOfARequestComeOverThoseOfTheCommand) {
  const auto answers = lines(run({"--jsonl", "-p", "top_k=1"},
                                 "\"a\"\n{\"inputs\": \"a\", \"parameters\": {\"top_k\": 2}}\n"));
  EXPECT_EQ(answers.at(0).size(), 1U);
  EXPECT_EQ(answers.at(1).size(), 2U);
}

TEST_F(Run, ABadLineNeverStopsTheNext) {
  const std::string requests =
      "\"good\"\n{bad\n\n\"\xFF\"\n" + std::string(1000000, '[') + "\n" +
      "{\"inputs\": 5}\n{\"inputs\": \"a\", \"parameters\": []}\n\"good\"\n";
  for (const char* size : {"1", "8"}) {
    const Outcome outcome = run({"--jsonl", "--batch-size", size}, requests);
    EXPECT_EQ(outcome.code, 1);
    const auto answers = lines(outcome);
    ASSERT_EQ(answers.size(), 8U) << size;
    for (std::size_t i = 1; i < 7; ++i) EXPECT_TRUE(answers[i].contains("error")) << answers[i];
    EXPECT_EQ(answers.front(), answers.back());
    EXPECT_TRUE(answers.front().is_array());
  }
}

TEST_F(Run, ALineOf100MegabytesIsRefusedAndTheNextAnswered) {
  const Outcome outcome = run({"--jsonl"}, '"' + std::string(100000000, 'x') + "\"\n\"good\"\n");
  const auto answers = lines(outcome);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_THAT(answers[0]["error"]["message"].get<std::string>(), HasSubstr("100000002"));
  EXPECT_TRUE(answers[1].is_array());
}

TEST_F(Run, BatchesGiveTheSameAnswersInOrder) {
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    requests += "{\"inputs\": \"" + std::string(static_cast<std::size_t>(i % 7 + 1), 'a') +
                " film number " + std::to_string(i) + "\", \"parameters\": {" +
                (i % 10 < 6 ? "" : "\"top_k\": 2") + "}}\n";
  }
  const auto alone = lines(run({"--jsonl"}, requests));
  const auto together = lines(run({"--jsonl", "-b", "16"}, requests));
  ASSERT_EQ(alone.size(), 100U);
  ASSERT_EQ(together.size(), 100U);
  for (std::size_t i = 0; i < 100; ++i) {
    ASSERT_EQ(alone[i].size(), together[i].size()) << i;
    EXPECT_EQ(alone[i][0]["label"], together[i][0]["label"]) << i;
    EXPECT_NEAR(alone[i][0]["score"].get<double>(), together[i][0]["score"].get<double>(), 1e-5);
  }
}

TEST_F(Run, AnswersComeWhileTheInputIsOpen) {
  Conversation talk(call({"--jsonl", "--batch-size", "32"}));
  for (int i = 0; i < 3; ++i) {
    talk.send("\"a fine film\"\n");
    EXPECT_THAT(talk.line(), HasSubstr("label"));
  }
  EXPECT_EQ(talk.finish(), 0);
}

TEST_F(Run, InterruptEndsTheCommandAsASignal) {
  Conversation talk(call({"--jsonl"}));
  talk.send("\"a\"\n");
  EXPECT_THAT(talk.line(), HasSubstr("label"));
  talk.send_signal(SIGINT);
  EXPECT_EQ(talk.finish(), 128 + SIGINT);
}

TEST_F(Run, AReaderThatGoesAwayEndsItQuietly) {
  Conversation talk(call({"--jsonl"}));
  talk.send("\"a\"\n");
  EXPECT_THAT(talk.line(), HasSubstr("label"));
  talk.close_reader();
  for (int i = 0; i < 2000; ++i) {
    if (!talk.try_send("\"a film\"\n")) break;
  }
  EXPECT_EQ(talk.finish(), 128 + SIGPIPE);
}

TEST_F(Run, TerminalGetsATableAndTheChoice) {
  Call with = call({"I love this film"});
  with.variables = {{"NO_COLOR", "1"}, {"LC_ALL", "C"}};
  const Outcome outcome = run_on_terminal(with);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, StartsWith("ort: "));
  EXPECT_THAT(outcome.out, HasSubstr(" %  #"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
}

TEST_F(Run, QuietLeavesOnlyTheAnswer) {
  Call with = call({"-q", "I love this film"});
  with.variables = {{"NO_COLOR", "1"}, {"LC_ALL", "C"}};
  EXPECT_THAT(run_on_terminal(with).out, Not(HasSubstr("ort: ")));
}

TEST_F(Run, VerboseTellsTheLibrarysNotesOnStandardError) {
  const Outcome outcome = run({"-v", "x"});
  EXPECT_THAT(outcome.err, HasSubstr("info: "));
  EXPECT_EQ(lines(outcome).size(), 1U);
}

TEST_F(Run, SeveralInputsOnATerminalAreHeadedByThemselves) {
  Call with = call({"one", "two"});
  with.variables = {{"NO_COLOR", "1"}};
  const Outcome outcome = run_on_terminal(with);
  EXPECT_THAT(outcome.out, HasSubstr("one\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\n\ntwo\n"));
}

TEST_F(Run, ABlankInputIsHeadedInQuotes) {
  Call with = call({"", "two"});
  with.variables = {{"NO_COLOR", "1"}};
  EXPECT_THAT(run_on_terminal(with).out, HasSubstr("\"\"\n"));
}

TEST_F(Run, AFailedInputIsExplainedOnBothStreams) {
  const Outcome outcome = run({"\xFF"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, StartsWith("{\"error\":"));
  EXPECT_THAT(outcome.err, HasSubstr("UTF-8"));
}

}  // namespace
}  // namespace penstock::testing
