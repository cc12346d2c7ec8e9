// SPDX-License-Identifier: Apache-2.0
#include "utf8_text.hpp"

#include <gtest/gtest.h>

namespace penstock::cli {
namespace {

TEST(Utf8Text, LengthsOfWellFormedCharacters) {
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("é"), 2U);
  EXPECT_EQ(utf8_length("語"), 3U);
  EXPECT_EQ(utf8_length("😀"), 4U);
}

TEST(Utf8Text, MalformedBytesHaveNoLength) {
  for (const char* text : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF8\x88\x80\x80", "\xE8\xAA", "\xFF"}) {
    EXPECT_EQ(utf8_length(text), 0U) << ::testing::PrintToString(text);
  }
}

TEST(Utf8Text, DecodesCodePoints) {
  EXPECT_EQ(utf8_decode("é"), U'é');
  EXPECT_EQ(utf8_decode("😀"), U'😀');
}

TEST(Utf8Text, EscapeSequencesCannotReachTheTerminal) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\nb\\tc\\x0d");
  EXPECT_EQ(printable("\xC2\x9B"), "\\x9b");
}

TEST(Utf8Text, BidirectionalOverridesAndBadBytesAreReplaced) {
  EXPECT_EQ(printable("a\u202Eb"), "a\uFFFDb");
  EXPECT_EQ(printable("\xFFz"), "\uFFFDz");
}

TEST(Utf8Text, WideCharactersTakeTwoColumnsAndAccentsNone) {
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("abc"), 3U);
}

TEST(Utf8Text, CuttingNeverSplitsACharacter) {
  EXPECT_EQ(fitting_bytes("日本語", 3), 3U);
  EXPECT_EQ(fitting_bytes("日本語", 1), 3U) << "one character is always taken";
  EXPECT_EQ(shortened("日本語日本語", 7), "日本...");
  EXPECT_EQ(shortened("abc", 3), "abc");
}

TEST(Utf8Text, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 8), (std::vector<std::string>{"one two", "three"}));
}

TEST(Utf8Text, WrapsPathsAfterSlashes) {
  EXPECT_EQ(wrapped("/home/someone/file", 15),
            (std::vector<std::string>{"/home/someone/", "file"}));
}

TEST(Utf8Text, WrapsUnbrokenTextAnywhere) {
  EXPECT_EQ(wrapped("abcdefgh", 3), (std::vector<std::string>{"abc", "def", "gh"}));
}

TEST(Utf8Text, NewlinesEndLines) {
  EXPECT_EQ(wrapped("a\n\nb", 8), (std::vector<std::string>{"a", "", "b"}));
}

TEST(Utf8Text, ZeroWidthStillEnds) { EXPECT_EQ(wrapped("ab", 0).size(), 2U); }

}  // namespace
}  // namespace penstock::cli
