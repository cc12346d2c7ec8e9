// SPDX-License-Identifier: Apache-2.0
#include "request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

namespace penstock::cli {
namespace {

using ::testing::HasSubstr;

// A source over `text`, as if it were standard input.
class Input {
 public:
  Input(const std::string& text, bool jsonl)
      : Input(text, jsonl ? LineKind::request : LineKind::text) {}
  Input(const std::string& text, LineKind kind) : file_(std::tmpfile()) {
    std::fwrite(text.data(), 1, text.size(), file_);
    std::rewind(file_);
    ::lseek(::fileno(file_), 0, SEEK_SET);
    source_ = std::make_unique<LineSource>(::fileno(file_), kind);
  }
  ~Input() { std::fclose(file_); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  LineSource* operator->() { return source_.get(); }

 private:
  std::FILE* file_;
  std::unique_ptr<LineSource> source_;
};

TEST(JsonlSource, StringsAndObjectsAreRequests) {
  Input source("\"a\"\n{\"inputs\": [1], \"parameters\": {\"top_k\": 2}, \"extra\": {}}\n", true);
  Request first = *source->next();
  EXPECT_EQ(first.inputs, "a");
  EXPECT_TRUE(first.parameters.empty());
  const Request second = *source->next();
  EXPECT_EQ(second.inputs, Json::array({1}));
  EXPECT_EQ(second.parameters["top_k"], 2);
  EXPECT_FALSE(source->next());
}

TEST(JsonlSource, NullParametersAreNone) {
  Input source("{\"inputs\": null, \"parameters\": null}", true);
  const Request request = *source->next();
  EXPECT_FALSE(request.failure);
  EXPECT_TRUE(request.inputs.is_null());
  EXPECT_TRUE(request.parameters.empty());
}

TEST(JsonlSource, EveryBadLineIsAFailureOfItsOwn) {
  for (const char* line : {"", "{bad", "[1]", "7", "{}", "{\"inputs\": 1, \"parameters\": 3}",
                           "\"\xFF\"", "\"a\" \"b\""}) {
    Input source(std::string(line) + "\n\"next\"\n", true);
    const Request bad = *source->next();
    ASSERT_TRUE(bad.failure) << line;
    EXPECT_EQ(bad.failure->type, "invalid_argument") << line;
    EXPECT_EQ(source->next()->inputs, "next") << line;
  }
}

TEST(JsonlSource, LinesOverTheLimitSayHowLongTheyAre) {
  Input source('"' + std::string(kLongestLine, 'x') + "\"\n\"next\"\n", true);
  EXPECT_THAT(source->next()->failure->message, HasSubstr(std::to_string(kLongestLine + 2)));
  EXPECT_EQ(source->next()->inputs, "next");
}

TEST(LineSource, LinesAreTextsAsTheyAre) {
  Input source("plain text\r\n{\"inputs\": 1}\n\nend", false);
  EXPECT_EQ(source->next()->inputs, "plain text");
  EXPECT_EQ(source->next()->inputs, "{\"inputs\": 1}");
  EXPECT_EQ(source->next()->inputs, "");
  EXPECT_EQ(source->next()->inputs, "end");
  EXPECT_FALSE(source->next());
}

TEST(LineSource, InvalidUtf8SaysWhere) {
  Input source("ok \xC3\x28\nnext\n", false);
  EXPECT_THAT(source->next()->failure->message, HasSubstr("byte 3"));
  EXPECT_EQ(source->next()->inputs, "next");
}

TEST(LineSource, FilesHaveATotal) {
  Input source("ab\ncd\n", false);
  EXPECT_EQ(source->total(), 6U);
  (void)source->next();
  EXPECT_EQ(source->done(), 3U);
}

TEST(WordSource, WordsAreTakenLetterForLetter) {
  const std::vector<std::string> words{"{}", "-1", "\xFF"};
  WordSource source(words);
  EXPECT_EQ(source.next()->inputs, "{}");
  EXPECT_EQ(source.next()->inputs, "-1");
  EXPECT_TRUE(source.next()->failure);
  EXPECT_FALSE(source.next());
}

const Json kQuestion = {{"question", "a"}, {"context", "b"}};
constexpr const char* kQuestionText = R"({"question": "a", "context": "b"})";

TEST(WordSource, ObjectsAreObjectsWhereATaskTakesThem) {
  const std::vector<std::string> words{kQuestionText, "{a", "text", "[1]"};
  WordSource source(words, true);
  EXPECT_EQ(source.next()->inputs, kQuestion);
  EXPECT_EQ(source.next()->inputs, "{a");
  EXPECT_EQ(source.next()->inputs, "text");
  EXPECT_EQ(source.next()->inputs, "[1]");
}

TEST(LineSource, ObjectsAreObjectsWhereATaskTakesThem) {
  Input source(std::string(kQuestionText) + "\r\ntext\n", LineKind::text_or_object);
  EXPECT_EQ(source->next()->inputs, kQuestion);
  EXPECT_EQ(source->next()->inputs, "text");
}

}  // namespace
}  // namespace penstock::cli
