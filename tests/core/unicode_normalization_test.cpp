// SPDX-License-Identifier: Apache-2.0
#include "core/unicode_normalization.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/utf8.hpp"

namespace penstock::unicode {
namespace {

using Pairs = std::vector<std::pair<uint32_t, int>>;

Pairs normalized(std::u32string_view characters, NormalizationForm form) {
  std::vector<CharChange> out;
  normalize(utf8::from_u32(characters), form, out);
  Pairs pairs;
  for (const CharChange& item : out) pairs.emplace_back(item.code_point, item.change);
  return pairs;
}

TEST(UnicodeNormalization, DecompositionInserts) {
  EXPECT_EQ(normalized(U"é", NormalizationForm::nfd), (Pairs{{'e', 0}, {0x301, 1}}));
  EXPECT_EQ(normalized(U"\uFB01", NormalizationForm::nfkd), (Pairs{{'f', 0}, {'i', 1}}));
  EXPECT_EQ(normalized(U"\uFB01", NormalizationForm::nfd), (Pairs{{0xFB01, 0}}));
}

TEST(UnicodeNormalization, CompositionSwallows) {
  EXPECT_EQ(normalized(U"e\u0301", NormalizationForm::nfc), (Pairs{{0xE9, -1}}));
  EXPECT_EQ(normalized(U"é", NormalizationForm::nfc), (Pairs{{0xE9, 0}}));
}

TEST(UnicodeNormalization, MarksAreReorderedWithTheirChanges) {
  EXPECT_EQ(normalized(U"\u1E9B\u0323", NormalizationForm::nfd),
            (Pairs{{0x17F, 0}, {0x323, 0}, {0x307, 1}}));
  EXPECT_EQ(normalized(U"\u1E9B\u0323", NormalizationForm::nfkc), (Pairs{{0x1E69, -1}}));
}

TEST(UnicodeNormalization, LeadingMarksDoNotCompose) {
  EXPECT_EQ(normalized(U"\u0308\u0301", NormalizationForm::nfc), (Pairs{{0x308, 0}, {0x301, 0}}));
}

TEST(UnicodeNormalization, HangulIsArithmetic) {
  EXPECT_EQ(normalized(U"\uAC01", NormalizationForm::nfd),
            (Pairs{{0x1100, 0}, {0x1161, 1}, {0x11A8, 1}}));
  EXPECT_EQ(normalized(U"\u1100\u1161\u11A8", NormalizationForm::nfc), (Pairs{{0xAC01, -2}}));
  // U+11A7 is one before the first trail and does not compose.
  EXPECT_EQ(normalized(U"\uAC00\u11A7", NormalizationForm::nfc), (Pairs{{0xAC00, 0}, {0x11A7, 0}}));
}

TEST(UnicodeNormalization, TablesAreUnicode9) {
  EXPECT_EQ(normalized(U"\u32FF", NormalizationForm::nfkc), (Pairs{{0x32FF, 0}}));
  EXPECT_EQ(normalized(U"\U00011938", NormalizationForm::nfd), (Pairs{{0x11938, 0}}));
}

TEST(UnicodeNormalization, AstralDecompositions) {
  EXPECT_EQ(normalized(U"\U0001D400", NormalizationForm::nfkc), (Pairs{{'A', 0}}));
  EXPECT_EQ(normalized(U"\U0001109A", NormalizationForm::nfd), (Pairs{{0x11099, 0}, {0x110BA, 1}}));
  EXPECT_EQ(normalized(U"\U00011099\U000110BA", NormalizationForm::nfc), (Pairs{{0x1109A, -1}}));
}

TEST(UnicodeNormalization, QuickCheckNeverLies) {
  for (char32_t c = 0x80; c < 0x30000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    for (const std::u32string& characters :
         {std::u32string{c, 0x0327}, std::u32string{U'e', 0x0301, c}, std::u32string{c, 0x11A8}}) {
      const std::string text = utf8::from_u32(characters);
      for (const NormalizationForm form : {NormalizationForm::nfc, NormalizationForm::nfkd}) {
        if (!is_surely_normalized(text, form)) continue;
        Pairs same;
        for (const char32_t unchanged : characters) same.emplace_back(unchanged, 0);
        ASSERT_EQ(normalized(characters, form), same) << std::hex << static_cast<uint32_t>(c);
      }
    }
  }
}

TEST(UnicodeNormalization, QuickCheckAcceptsCommonText) {
  EXPECT_TRUE(is_surely_normalized("Grüße, 日本語, Привет", NormalizationForm::nfc));
  EXPECT_TRUE(is_surely_normalized("한국어", NormalizationForm::nfc));
  EXPECT_FALSE(is_surely_normalized("é", NormalizationForm::nfd));
}

}  // namespace
}  // namespace penstock::unicode
