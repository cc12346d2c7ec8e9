// SPDX-License-Identifier: Apache-2.0
#include "core/unicode.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/unicode_case.hpp"
#include "core/unicode_grapheme.hpp"
#include "core/utf8.hpp"

namespace penstock::unicode {
namespace {

// Scalars for which `predicate` holds. The expected numbers were counted in the reference.
template <typename Predicate>
int count_scalars(Predicate predicate) {
  int found = 0;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if ((c < 0xD800 || c >= 0xE000) && predicate(c)) ++found;
  }
  return found;
}

int count_categories(std::string_view initials) {
  using enum GeneralCategory;
  const uint32_t punctuation = category_bit(Pc) | category_bit(Pd) | category_bit(Pe) |
                               category_bit(Pf) | category_bit(Pi) | category_bit(Po) |
                               category_bit(Ps);
  const uint32_t symbols =
      category_bit(Sc) | category_bit(Sk) | category_bit(Sm) | category_bit(So);
  const uint32_t set = initials == "L"   ? kLetterCategories
                       : initials == "N" ? kNumberCategories
                       : initials == "M" ? kMarkCategories
                       : initials == "P" ? punctuation
                                         : symbols;
  return count_scalars([set](char32_t c) { return in_categories(c, set); });
}

TEST(Unicode, CategoriesAreThoseOfUnicode16) {
  EXPECT_EQ(count_categories("L"), 141028);
  EXPECT_EQ(count_categories("N"), 1911);
  EXPECT_EQ(count_categories("P"), 855);
  EXPECT_EQ(count_categories("S"), 8514);
  EXPECT_EQ(count_categories("M"), 2501);
}

TEST(Unicode, PredicatesHaveTheReferenceCounts) {
  EXPECT_EQ(count_scalars(is_whitespace), 25);
  EXPECT_EQ(count_scalars(is_mark_nonspacing_old), 1567);
  EXPECT_EQ(count_scalars(is_word_onig), 144665);
  EXPECT_EQ(count_scalars(is_word_rust), 144667);
  EXPECT_EQ(count_scalars(is_word_onig_bare), 144671);
  EXPECT_EQ(count_scalars(is_punctuation_bert), 726);
}

TEST(Unicode, OldTablesDifferFromNewOnes) {
  EXPECT_FALSE(is_punctuation_bert(0x061D));
  EXPECT_TRUE(is_punctuation_bert(0x166D));
  EXPECT_TRUE(is_punctuation_bert(U'$'));
  EXPECT_FALSE(is_control_bert(0x0378)) << "unassigned characters are kept";
  EXPECT_TRUE(is_control_bert(0));
  EXPECT_TRUE(is_control_bert(0xFFFD));
  EXPECT_FALSE(is_control_bert(U'\t'));
}

TEST(Unicode, CjkRangeHasTheReferenceGap) {
  EXPECT_TRUE(is_cjk_bert(0x4E00));
  EXPECT_TRUE(is_cjk_bert(0x2B920));
  EXPECT_FALSE(is_cjk_bert(0x2B820));
  EXPECT_FALSE(is_cjk_bert(0x3042));
}

TEST(Unicode, WhitespaceIncludesNextLineAndNotSeparators) {
  EXPECT_TRUE(is_whitespace(0x85));
  EXPECT_FALSE(is_whitespace(0x1C));
  EXPECT_FALSE(is_whitespace(0x200B));
}

TEST(Unicode, JoinersAreWordCharactersOnlyInRust) {
  for (const char32_t c : {0x200CU, 0x200DU}) {
    EXPECT_TRUE(is_word_rust(c));
    EXPECT_FALSE(is_word_onig(c));
  }
}

TEST(Unicode, NothingAboveTheLastCodePoint) {
  for (const char32_t c : {0x110000U, 0xFFFFFFFFU}) {
    EXPECT_FALSE(is_word_onig(c));
    EXPECT_EQ(general_category(c), GeneralCategory::Cn);
    EXPECT_EQ(pretokenizer_script(c), kScriptAny);
    EXPECT_EQ(to_lower(c).chars[0], c);
  }
}

TEST(Unicode, KanaAndHanAreOneScript) {
  EXPECT_EQ(pretokenizer_script(0x3042), pretokenizer_script(0x4E00));
  EXPECT_EQ(pretokenizer_script(0x30FC), pretokenizer_script(0x4E00));
  EXPECT_EQ(pretokenizer_script(U' '), kScriptAny);
  EXPECT_NE(pretokenizer_script(U'a'), pretokenizer_script(0x0430));
}

TEST(UnicodeCase, SigmaIsContextFree) {
  EXPECT_EQ(to_lower(0x03A3).chars[0], 0x03C3U);
  EXPECT_EQ(to_lower(0x03A3).size, 1U);
}

TEST(UnicodeCase, OneCharacterCanBecomeThree) {
  const CaseMapping dotted = to_lower(0x0130);
  ASSERT_EQ(dotted.size, 2U);
  EXPECT_EQ(dotted.chars[0], U'i');
  EXPECT_EQ(dotted.chars[1], 0x0307U);
  EXPECT_EQ(to_upper(0x0390).size, 3U);
  EXPECT_EQ(to_upper(0x00DF).size, 2U);
  EXPECT_EQ(to_upper(U'a').chars[0], U'A');
}

size_t cluster_count(std::u32string_view characters) {
  const std::string text = utf8::from_u32(characters);
  size_t clusters = 0;
  for (size_t at = 0; at < text.size(); at = grapheme_end(text, at)) ++clusters;
  return clusters;
}

TEST(UnicodeGrapheme, FollowsTheRulesOfUax29) {
  EXPECT_EQ(cluster_count(U"\r\n"), 1U);
  EXPECT_EQ(cluster_count(U"\n\r"), 2U);
  EXPECT_EQ(cluster_count(U"e\u0301a"), 2U);
  EXPECT_EQ(cluster_count(U"\u1100\u1161\u11A8"), 1U);
  EXPECT_EQ(cluster_count(U"\U0001F1E6\U0001F1E7\U0001F1E8"), 2U);
  EXPECT_EQ(cluster_count(U"\U0001F468\u200D\U0001F469"), 1U);
  EXPECT_EQ(cluster_count(U"a\u200D\U0001F469"), 2U);
}

TEST(UnicodeGrapheme, ConjunctsNeedALinker) {
  EXPECT_EQ(cluster_count(U"\u0915\u094D\u0930"), 1U);
  EXPECT_EQ(cluster_count(U"\u0915\u093C\u0930"), 2U);
}

}  // namespace
}  // namespace penstock::unicode
