// SPDX-License-Identifier: Apache-2.0
#include "marked_text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

const Terminal kPlainMarks{.is_terminal = true, .width = 80};
const Terminal kColouredMarks{.is_terminal = true, .colour = true, .width = 80};

TEST(MarkedText, BracketsStandInForColour) {
  EXPECT_EQ(marked_text("I am Jo.", {{5, 7, "PER"}}, kPlainMarks), "I am [Jo PER].\n");
  EXPECT_EQ(marked_text("I am Jo.", {{5, 7, ""}}, kPlainMarks), "I am [Jo].\n");
}

TEST(MarkedText, ColourMarksStretchAndLabel) {
  EXPECT_EQ(marked_text("I am Jo.", {{5, 7, "PER", Style::cyan}}, kColouredMarks),
            "I am \x1b[36mJo\x1b[0m\x1b[2m PER\x1b[0m.\n");
}

TEST(MarkedText, OffsetsAreCodePoints) {
  EXPECT_EQ(marked_text("éé Zoë日", {{3, 6, "P"}}, kPlainMarks), "éé [Zoë P]日\n");
}

TEST(MarkedText, MarksMayComeInAnyOrderAndOverlap) {
  EXPECT_EQ(marked_text("abcdef", {{3, 5, ""}, {0, 2, ""}, {1, 4, ""}}, kPlainMarks),
            "[ab]c[de]f\n");
}

TEST(MarkedText, MarksOutsideOfTheTextAreLeftOut) {
  EXPECT_EQ(marked_text("abc", {{2, 9, ""}, {7, 8, ""}, {1, 1, ""}}, kPlainMarks), "abc\n");
}

TEST(MarkedText, LinesKeepTheTerminalsWidth) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "word 日本 ";
  text += std::string(200, 'x');
  std::istringstream lines(marked_text(text, {{5, 200, "LABEL"}}, kPlainMarks));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(display_width(line), 80U) << line;
  }
  EXPECT_GT(count, 8U);
}

TEST(MarkedText, OnlyTheSurroundingsOfAMarkAreShown) {
  EXPECT_EQ(marked_text("0123456789", {{4, 5, ""}}, kPlainMarks, 2), "...23[4]56...\n");
  EXPECT_EQ(marked_text("0123456789", {{4, 5, ""}}, kPlainMarks, 5), "0123[4]56789\n");
}

TEST(MarkedText, NothingSteersTheTerminal) {
  EXPECT_EQ(marked_text("a\x1b[31mb\r\nc", {{0, 1, ""}}, kPlainMarks), "[a]\\x1b[31mb\\x0d c\n");
  EXPECT_EQ(marked_text("a\xFFz", {}, kPlainMarks), "a\xEF\xBF\xBDz\n");
}

TEST(MarkedText, EmptyTextHasNoLine) { EXPECT_EQ(marked_text("", {{0, 1, ""}}, kPlainMarks), ""); }

}  // namespace
}  // namespace penstock::cli
