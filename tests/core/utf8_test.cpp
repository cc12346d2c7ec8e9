// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace penstock::utf8 {
namespace {

TEST(Utf8, EveryScalarRoundTrips) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    append(text, c);
    ASSERT_EQ(text.size(), encoded_length(c));
    ASSERT_TRUE(is_valid(text));
    const Decoded decoded = decode_unchecked(text.data());
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.size, text.size());
  }
}

TEST(Utf8, RefusesWhatRustRefuses) {
  for (const char* bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "abc\xE2\x82", "\xE2\x28\xA1"}) {
    EXPECT_FALSE(is_valid(bad)) << bad;
  }
}

TEST(Utf8, ValidPrefixPointsAtTheFirstBadByte) {
  EXPECT_EQ(valid_prefix("0123456789\xC3\xA9\xFFx"), 12U);
  EXPECT_EQ(valid_prefix("0123456789"), 10U);
}

TEST(Utf8, LossyReplacesMaximalPrefixes) {
  EXPECT_EQ(to_valid_lossy("a\xFFz"), "a\xEF\xBF\xBDz");
  // One replacement for the two bytes of a cut three-byte character.
  EXPECT_EQ(to_valid_lossy("\xE2\x82"), "\xEF\xBF\xBD");
  // A surrogate's bytes can begin no character, so each is replaced.
  EXPECT_EQ(to_valid_lossy("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(to_valid_lossy("\xF0\x9F\x92z"), "\xEF\xBF\xBDz");
}

TEST(Utf8, CountsCharactersAcrossWordBoundaries) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(count(text), static_cast<size_t>(i));
    append(text, i % 3 == 0 ? U'\U0001F600' : i % 3 == 1 ? U'é' : U'a');
  }
}

TEST(Utf8, CharOffsetsMapEveryByte) {
  std::u32string characters;
  for (char32_t i = 0; i < 90; ++i) characters.push_back(i % 4 == 0 ? 0x1F600 : 'a' + i % 26);
  const std::string text = from_u32(characters);
  const CharOffsets offsets(text);
  size_t character = 0;
  for (size_t byte = 0; byte < text.size(); ++byte) {
    if (byte != 0 && !is_continuation(text[byte])) ++character;
    ASSERT_EQ(offsets.char_of_byte(byte), character) << byte;
  }
  EXPECT_EQ(offsets.char_of_byte(text.size()), characters.size());
  EXPECT_EQ(offsets.char_count(), characters.size());
}

TEST(Utf8, CharOffsetsOfAsciiAreTheIdentity) {
  const CharOffsets offsets("plain");
  EXPECT_EQ(offsets.char_of_byte(3), 3U);
  EXPECT_EQ(offsets.char_of_byte(5), 5U);
}

TEST(Utf8, ConvertsToUtf32AndBack) {
  const std::string text = "aé日\xF0\x9F\x98\x80";
  EXPECT_EQ(to_u32(text).size(), 4U);
  EXPECT_EQ(from_u32(to_u32(text)), text);
}

}  // namespace
}  // namespace penstock::utf8
