// SPDX-License-Identifier: Apache-2.0
#include "answer_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Terminal kPlain{.is_terminal = true, .width = 80};

Json label(const char* name, double score) { return {{"label", name}, {"score", score}}; }

TEST(AnswerText, LabelsHavePercentagesAndBars) {
  EXPECT_EQ(answer_text(Json::array({label("POSITIVE", 0.75), label("NEGATIVE", 0.25)}), kPlain),
            "POSITIVE  75.00 %  ##################\n"
            "NEGATIVE  25.00 %  ######\n");
}

TEST(AnswerText, BarsAreFinerWhereUnicodeIsShown) {
  Terminal unicode = kPlain;
  unicode.unicode = true;
  EXPECT_THAT(answer_text(Json::array({label("A", 0.5)}), unicode), HasSubstr("████████████"));
}

TEST(AnswerText, LogitsHaveNoBars) {
  EXPECT_EQ(answer_text(Json::array({label("A", 3.5), label("B", -1.25)}), kPlain),
            "A   3.5000\nB  -1.2500\n");
}

TEST(AnswerText, NestedListOfLabelsIsOneTable) {
  const Json nested = Json::array({Json::array({label("A", 1.0)})});
  EXPECT_THAT(answer_text(nested, kPlain), HasSubstr("A  100.00 %"));
}

TEST(AnswerText, ZeroShotListsBecomeRows) {
  const Json answer{{"sequence", "x"}, {"labels", {"sport", "art"}}, {"scores", {0.75, 0.25}}};
  EXPECT_THAT(answer_text(answer, kPlain), HasSubstr("sport  75.00 %"));
}

TEST(AnswerText, EntitiesBecomeATable) {
  const Json answer = Json::array(
      {Json{{"entity", "I-PER"}, {"score", 0.5}, {"word", "Anne"}, {"start", 0}, {"end", 4}}});
  EXPECT_EQ(answer_text(answer, kPlain),
            "entity   score  word  start  end\n"
            "I-PER   0.5000  Anne      0    4\n");
}

TEST(AnswerText, GeneratedTextIsShownAsText) {
  EXPECT_EQ(answer_text(Json::array({Json{{"generated_text", "two\nlines"}}}), kPlain),
            "two\nlines\n");
}

TEST(AnswerText, FeaturesShowShapeAndFirstValues) {
  Json row = Json::array();
  for (int i = 0; i < 32; ++i) row.push_back(0.5 * i);
  EXPECT_EQ(answer_text(Json::array({Json::array({row, row})}), kPlain),
            "[1, 2, 32]  0.0000 0.5000 1.0000 1.5000 2.0000 2.5000 ...\n");
}

TEST(AnswerText, NothingSteersTheTerminal) {
  const Json answer = Json::array({label("\x1b[2Jevil", 0.5)});
  EXPECT_THAT(answer_text(answer, kPlain), Not(HasSubstr("\x1b")));
  EXPECT_THAT(answer_text(Json("\x1b]0;title\x07"), kPlain), Not(HasSubstr("\x1b")));
}

TEST(AnswerText, EveryShapeFitsInto80Columns) {
  const std::string text(500, 'w');
  const Json objects = Json::array({Json{{"sequence", text}, {"token_str", text}, {"score", 0.5}}});
  for (const Json& answer :
       {Json::array({label(text.c_str(), 0.5)}), objects, Json(text), Json{{"text", text}},
        Json{{"a", Json{{"b", text}}}}, Json(), Json::array(), Json(1.5)}) {
    std::istringstream lines(answer_text(answer, kPlain));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 80U) << line;
  }
}

}  // namespace
}  // namespace penstock::cli
