// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/json.hpp>
#include <sstream>

#include "cli/process.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kTokenizer = R"({
  "version": "1.0", "truncation": null, "padding": null,
  "added_tokens": [
    {"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false,
     "normalized": false, "special": true},
    {"id": 1, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
     "normalized": false, "special": true},
    {"id": 2, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false,
     "normalized": false, "special": true}],
  "normalizer": null,
  "pre_tokenizer": {"type": "Whitespace"},
  "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
  "decoder": null,
  "model": {"type": "WordLevel", "unk_token": "[UNK]",
            "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "hello": 3, "world": 4}}})";

class Tokenize : public ::testing::Test {
 protected:
  [[nodiscard]] Outcome run(std::vector<std::string> rest, const std::string& input = "") const {
    rest.insert(rest.begin(), {"tokenize", file_});
    return run_penstock({.arguments = std::move(rest), .input = input});
  }
  [[nodiscard]] std::vector<Json> answers(const std::string& requests) const {
    const Outcome outcome = run({"--jsonl"}, requests);
    std::vector<Json> lines;
    std::istringstream stream(outcome.out);
    for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
    return lines;
  }

  TemporaryFolder folder_;
  std::string file_ = folder_.write("tokenizer.json", kTokenizer).string();
};

TEST_F(Tokenize, TextGivesTheWholeEncoding) {
  const auto lines = answers("{\"text\": \"hello wörld\"}\n");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].dump(),
            R"({"ids":[1,3,0,2],"type_ids":[0,0,0,0],"tokens":["[CLS]","hello","[UNK]","[SEP]"],)"
            R"("offsets":[[0,0],[0,5],[6,11],[0,0]],"attention_mask":[1,1,1,1],)"
            R"("special_tokens_mask":[1,0,0,1],"overflowing":[]})");
}

TEST_F(Tokenize, ArgumentsOfACallTruncateAndGiveWindows) {
  const auto lines =
      answers(R"({"text": "hello world hello", "truncation": "only_first", "max_length": 4,)"
              R"( "return_overflowing_tokens": true})"
              "\n"
              R"({"text": "hello world hello", "truncation": "only_first", "max_length": 4,)"
              R"( "truncation_side": "left"})"
              "\n"
              R"({"words": ["hello", "world hello"]})"
              "\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["ids"], Json({1, 3, 4, 2}));
  ASSERT_EQ(lines[0]["overflowing"].size(), 1U);
  EXPECT_EQ(lines[0]["overflowing"][0]["ids"], Json({1, 3, 2}));
  EXPECT_EQ(lines[1]["ids"], Json({1, 4, 3, 2}));
  EXPECT_EQ(lines[2]["ids"], Json({1, 3, 4, 3, 2}));
}

TEST_F(Tokenize, WrongArgumentsOfACallAreRefused) {
  const auto lines = answers(
      "{\"text\": \"a\", \"truncation\": \"shortest\"}\n"
      "{\"text\": \"a\", \"max_length\": -1}\n"
      "{\"words\": [1]}\n"
      "{\"text\": \"a\", \"padding\": \"longest\"}\n");
  ASSERT_EQ(lines.size(), 4U);
  for (const Json& line : lines) EXPECT_TRUE(line.contains("error")) << line;
  EXPECT_THAT(lines[0].dump(), HasSubstr("longest_first"));
}

TEST_F(Tokenize, StreamedIdsAreAnsweredStepByStep) {
  const auto lines =
      answers("{\"ids\": [3, 1, 4], \"stream\": true, \"skip_special_tokens\": true}\n");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].dump(), R"({"steps":["hello",null," world"]})");
}

TEST_F(Tokenize, PairsAndSpecialTokensAreAskedFor) {
  const auto lines = answers(
      "{\"text\": \"hello\", \"text_pair\": \"world\"}\n"
      "{\"text\": \"hello\", \"text_pair\": null, \"add_special_tokens\": false}\n");
  EXPECT_EQ(lines.at(0)["type_ids"], (Json{0, 0, 0, 1, 1}));
  EXPECT_EQ(lines.at(1)["ids"], Json::array({3}));
}

TEST_F(Tokenize, IdsGiveText) {
  const auto lines = answers(
      "{\"ids\": [1, 3, 4, 2], \"skip_special_tokens\": true}\n{\"ids\": [1, 3]}\n{\"ids\": []}\n");
  EXPECT_EQ(lines.at(0), (Json{{"text", "hello world"}}));
  EXPECT_EQ(lines.at(1), (Json{{"text", "[CLS] hello"}}));
  EXPECT_EQ(lines.at(2), (Json{{"text", ""}}));
}

TEST_F(Tokenize, BadRequestsAreAnsweredInPlace) {
  const std::string requests =
      "{bad\n\n[1]\n{}\n{\"text\": 1}\n{\"ids\": [-1]}\n{\"ids\": [4294967296]}\n{\"ids\": \"x\"}\n"
      "{\"ids\": [1.5]}\n{\"text\": \"a\", \"add_special_tokens\": 1}\n\"text\"\n{\"text\": "
      "\"\xFF\"}\n" +
      std::string(1000000, '[') + "\n{\"text\": \"hello\"}\n";
  const auto lines = answers(requests);
  ASSERT_EQ(lines.size(), 14U);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    ASSERT_EQ(lines[i].size(), 1U) << i;
    EXPECT_EQ(lines[i]["error"]["type"], "invalid_argument") << i;
  }
  EXPECT_EQ(lines.back()["ids"], (Json{1, 3, 2}));
  EXPECT_EQ(run({"--jsonl"}, requests).code, 1);
  EXPECT_EQ(run({"--jsonl"}, "{\"text\": \"\"}\n").code, 0);
}

TEST_F(Tokenize, WordsAndLinesAreTexts) {
  EXPECT_THAT(run({"hello", "world"}).out, HasSubstr("\"ids\":[1,3,2]"));
  EXPECT_THAT(run({"--no-special-tokens", "--", "--jsonl"}).out, HasSubstr("\"ids\":[0,0]"));
  const std::string lines = run({}, "hello\nworld").out;
  EXPECT_THAT(lines, HasSubstr("\"ids\":[1,3,2]"));
  EXPECT_THAT(lines, HasSubstr("\"ids\":[1,4,2]"));
}

TEST_F(Tokenize, TerminalGetsATable) {
  const Outcome outcome = run_on_terminal(
      {.arguments = {"tokenize", file_, "hello world"}, .variables = {{"NO_COLOR", "1"}}});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out,
            "   id  token  offsets  word  special\n"
            "0   1  [CLS]      0-0        special\n"
            "1   3  hello      0-5     0\n"
            "2   4  world     6-11     1\n"
            "3   2  [SEP]      0-0        special\n\n");
}

TEST_F(Tokenize, JsonOnATerminalWhenAskedFor) {
  const Outcome outcome = run_on_terminal({.arguments = {"tokenize", file_, "--json", "hello"}});
  EXPECT_EQ(Json::parse(outcome.out)["ids"], (Json{1, 3, 2}));
}

TEST_F(Tokenize, AnswersComeWhileTheInputIsOpen) {
  Conversation talk({.arguments = {"tokenize", file_, "--jsonl"}});
  talk.send("{\"text\": \"hello\"}\n");
  EXPECT_THAT(talk.line(), HasSubstr("\"ids\":[1,3,2]"));
  talk.send("{\"text\": \"wor");
  talk.send("ld\"}\n");
  EXPECT_THAT(talk.line(), HasSubstr("\"ids\":[1,4,2]"));
  EXPECT_EQ(talk.finish(), 0);
}

TEST_F(Tokenize, ManyLinesKeepTheirOrder) {
  std::string requests;
  for (int i = 0; i < 20000; ++i)
    requests += i % 2 == 0 ? "{\"text\":\"hello\"}\n" : "{\"ids\":[4]}\n";
  const std::string out = run({"--jsonl"}, requests).out;
  std::istringstream stream(out);
  int count = 0;
  for (std::string line; std::getline(stream, line); ++count) {
    ASSERT_THAT(line, HasSubstr(count % 2 == 0 ? "[1,3,2]" : "world")) << count;
  }
  EXPECT_EQ(count, 20000);
}

}  // namespace
}  // namespace penstock::testing
