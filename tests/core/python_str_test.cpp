// SPDX-License-Identifier: Apache-2.0
#include "core/python_str.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "core/utf8.hpp"

// The expected values are Python's own.

namespace penstock::python {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Characters below U+2E00 for which `predicate` holds: new versions of Unicode seldom change them.
int count_below_2e00(const std::function<bool(char32_t)>& predicate) {
  int found = 0;
  for (char32_t c = 0; c < 0x2E00; ++c) found += predicate(c) ? 1 : 0;
  return found;
}

TEST(PythonStr, SpacesAreThoseOfStrIsspace) {
  EXPECT_EQ(count_below_2e00(is_space), 28);
  EXPECT_TRUE(is_space(0x1F));
  EXPECT_TRUE(is_space(0x3000));
  EXPECT_FALSE(is_space(0x200B));
  EXPECT_FALSE(is_space(0xFEFF));
}

TEST(PythonStr, StripTakesWideSpacesOffBothEnds) {
  EXPECT_EQ(strip("\u3000 a b\u2003\x1C"), "a b");
  EXPECT_EQ(lstrip(" a "), "a ");
  EXPECT_EQ(rstrip(" a "), " a");
  EXPECT_EQ(strip(" \t\n"), "");
  EXPECT_EQ(strip(""), "");
}

TEST(PythonStr, SplitGivesTheRunsWithoutSpace) {
  EXPECT_THAT(split("  a\x1F"
                    "b\u3000c "),
              ElementsAre("a", "b", "c"));
  EXPECT_THAT(split(" \n"), IsEmpty());
  EXPECT_THAT(split(" a  b c ", 1), ElementsAre("a", "b c"));
  EXPECT_THAT(split(" a b ", 0), ElementsAre("a b"));
}

TEST(PythonStr, LinesEndWhereSplitlinesEndsThem) {
  EXPECT_THAT(split_lines("a\r\nb\u0085c\u2028"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_lines("a\r\nb\n", true), ElementsAre("a\r\n", "b\n"));
  EXPECT_THAT(split_lines("\n\na"), ElementsAre("", "", "a"));
  EXPECT_THAT(split_lines(""), IsEmpty());
}

TEST(PythonStr, ASigmaIsFinalAfterACasedCharacterAndBeforeNone) {
  EXPECT_EQ(lower("ΑΣ ΑΣ. Σ ΑΣΑ"), "ας ας. σ ασα");
  // Python 3.11's count, and U+1C89 and U+1C8A of Unicode 16.
  EXPECT_EQ(count_below_2e00([](char32_t c) {
              return lower(utf8::from_u32(std::u32string{c, 0x3A3})).ends_with("ς");
            }),
            2246);
}

TEST(PythonStr, CaseMayChangeTheLength) {
  EXPECT_EQ(lower("İSTANBUL"), "i̇stanbul");
  EXPECT_EQ(upper("straße ŉ"), "STRASSE ʼN");
}

// Python 3.11's counts, and U+1C89 and U+1C8A of Unicode 16.
TEST(PythonStr, CasesCountNumbersModifiersAndMarks) {
  EXPECT_EQ(count_below_2e00(is_upper), 1021);
  EXPECT_EQ(count_below_2e00(is_lower), 1330);
  EXPECT_TRUE(is_upper(U'Ⅷ'));
  EXPECT_TRUE(is_lower(U'ª'));
  EXPECT_TRUE(is_title(U'ǅ'));
}

TEST(PythonStr, ReplaceFindsAnEmptyTextAroundEveryCharacter) {
  EXPECT_EQ(replace_all("aXbX", "X", "--"), "a--b--");
  EXPECT_EQ(replace_all("éa", "", "-"), "-é-a-");
  EXPECT_EQ(replace_all("aaa", "aa", "b"), "ba");
}

}  // namespace
}  // namespace penstock::python
