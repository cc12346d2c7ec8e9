// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "cli/process.hpp"
#include "support/backends.hpp"

// penstock chat with a decoder of random weights: what it says means nothing, how it says it does.

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kChatModel = PENSTOCK_TEST_DATA "/models/mistral-chat";

class ChatCommand : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ort"); }
  static Call call(std::vector<std::string> rest, const std::string& input = "") {
    rest.insert(rest.begin(), {"chat", "-m", kChatModel, "-a", "ort", "-q", "-p", "do_sample=false",
                               "-p", "max_new_tokens=6"});
    return {.arguments = std::move(rest), .input = input};
  }
  static Outcome chat(std::vector<std::string> rest, const std::string& input) {
    return run_penstock(call(std::move(rest), input));
  }
};

TEST_F(ChatCommand, EachLineIsAnswered) {
  const Outcome outcome = chat({}, "Hi\nyou\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 2);
}

TEST_F(ChatCommand, WhatWasSaidIsKeptUntilReset) {
  const std::string first = chat({}, "Hi\n").out;
  EXPECT_EQ(chat({}, "Hi\n/reset\nHi\n").out, first + first);
  EXPECT_NE(chat({}, "Hi\nHi\n").out, first + first);
}

TEST_F(ChatCommand, TheSystemMessageCounts) {
  EXPECT_NE(chat({"--system", "a b c"}, "Hi\n").out, chat({}, "Hi\n").out);
}

TEST_F(ChatCommand, ExitLeaves) {
  const Outcome outcome = chat({}, "/exit\nHi\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "");
}

TEST_F(ChatCommand, AMessageThatFailsIsTakenBack) {
  const Outcome outcome = chat({"--chat-template",
                                "{% if messages|length > 1 %}{{ raise_exception('No more!') }}"
                                "{% endif %}{{ messages[0].content }}"},
                               "Hi\nyou\n/reset\nHi\n");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("No more!"));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 2);
}

TEST_F(ChatCommand, AnswersComeBeforeTheNextMessage) {
  Conversation conversation(call({}));
  conversation.send("Hi\n");
  EXPECT_NE(conversation.line(), "(nothing)");
  conversation.send("you\n");
  EXPECT_NE(conversation.line(), "(nothing)");
  EXPECT_EQ(conversation.finish(), 0);
}

// The answer would take minutes.
TEST_F(ChatCommand, CtrlCStopsTheAnswerAndNotTheProgram) {
  std::vector<std::string> endless = {"-p", "max_new_tokens=1000000", "-p", "eos_token_id=-1"};
  Conversation conversation(call(std::move(endless)));
  conversation.send("Hi\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  conversation.send_signal(SIGINT);
  EXPECT_NE(conversation.line(), "(nothing)");
  conversation.send("/exit\n");
  EXPECT_EQ(conversation.finish(), 0);
}

TEST_F(ChatCommand, AnUnknownParameterIsWrongUsageBeforeTheFirstMessage) {
  const Outcome outcome =
      run_penstock({.arguments = {"chat", "-m", kChatModel, "-a", "ort", "-p", "max_tokens=5"},
                    .input = "Hi\nHo\n"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("does not take the parameter `max_tokens`"));
  EXPECT_THAT(outcome.err, HasSubstr("Did you mean 'max_new_tokens'?"));
}

TEST_F(ChatCommand, AModelWithoutATemplateIsWrongUsage) {
  const Outcome outcome = run_penstock(
      {.arguments = {"chat", "-m", PENSTOCK_TEST_DATA "/models/mistral-text-generation"}});
  EXPECT_EQ(outcome.code, 2);
}

TEST_F(ChatCommand, OnATerminalTextGenerationStreams) {
  const Outcome outcome =
      run_on_terminal({.arguments = {"run", "text-generation", "-m", kChatModel, "-a", "ort", "-q",
                                     "-p", "do_sample=false", "-p", "max_new_tokens=6", "Hi you"}});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Hi youmm22"));
}

// One comes before the first token, one between two later ones.
TEST_F(ChatCommand, WarningsLeaveTheTextOnTheTerminal) {
  const Outcome outcome =
      run_on_terminal({.arguments = {"run", "text-generation", "-m", kChatModel, "-a", "ort", "-p",
                                     "do_sample=false", "-p", "max_new_tokens=80", "-p",
                                     "eos_token_id=-1", "Hi you"}});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Hi youmm22"));
  const std::size_t at = outcome.out.find("warning: This is a friendly reminder");
  ASSERT_NE(at, outcome.out.npos) << outcome.out;
  const std::size_t line = outcome.out.rfind('\n', at);
  EXPECT_GT(line, outcome.out.find("Hi youmm22"));
  EXPECT_EQ(outcome.out.substr(line, at - line).find("\x1b[K"), outcome.out.npos) << outcome.out;
}

TEST_F(ChatCommand, AParameterOfNullIsNotGiven) {
  const Outcome outcome =
      run_on_terminal({.arguments = {"run", "text-generation", "-m", kChatModel, "-a", "ort", "-q",
                                     "-p", "do_sample=false", "-p", "max_new_tokens=6", "-p",
                                     "return_full_text=null", "Hi you"}});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Hi youmm22"));
}

}  // namespace
}  // namespace penstock::testing
