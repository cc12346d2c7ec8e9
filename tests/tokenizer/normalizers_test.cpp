// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <memory>
#include <penstock/error.hpp>
#include <string>

#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/text_arena.hpp"

// Expected texts and alignments are those of tokenizers 0.22.2.

namespace penstock::testing {
namespace {

using namespace std::string_view_literals;

// The normalized text; behind it, for each of its characters, the original bytes it aligns with.
std::string normalize(std::string_view json, std::string_view text, bool alignments = false) {
  TextArena arena;
  NormalizedString normalized(text, arena);
  make_normalizer(JsonDocument::parse(json).root())->normalize(normalized);
  std::string result(normalized.text());
  if (!alignments) return result;
  for (std::size_t i = 0; i < normalized.text().size();) {
    const auto c = utf8::decode_unchecked(normalized.text().data() + i);
    const Alignment a = normalized.original_range(i, i + c.size);
    result += " " + std::to_string(a.begin) + "-" + std::to_string(a.end);
    i += c.size;
  }
  return result;
}

constexpr const char* kBert =
    R"({"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,)"
    R"("strip_accents":null,"lowercase":true})";

TEST(BertNormalizerTest, KeepsUnassignedDropsControlAndLowersSigmaWithoutContext) {
  constexpr std::string_view kText = "\u0378a\0\u200d\u0130\u03a3 \u4f60\u00e9\t"sv;
  EXPECT_EQ(normalize(kBert, kText), "\u0378ai\u03c3  \u4f60 e ");
}

TEST(BertNormalizerTest, AcceptsTheNameBertToo) {
  EXPECT_EQ(normalize(R"({"type":"Bert","clean_text":false,"handle_chinese_chars":false,)"
                      R"("strip_accents":false,"lowercase":true})",
                      "\u00c9 A"),
            "\u00e9 a");
}

TEST(NormalizersTest, NmtTurnsInvisibleSpacesIntoSpaces) {
  EXPECT_EQ(normalize(R"({"type":"Nmt"})", "a\x01\u200b\u2581\nb"), "a   b");
}

TEST(NormalizersTest, StripAccentsDecomposesNothing) {
  EXPECT_EQ(normalize(R"({"type":"StripAccents"})", "e\u0301\u00e9"), "e\u00e9");
}

TEST(NormalizersTest, UnicodeFormsKnowOnlyUnicodeNine) {
  EXPECT_EQ(normalize(R"({"type":"NFKC"})", "\ufb01\u32ff\u2460"), "fi\u32ff1");
}

TEST(NormalizersTest, StripTakesEveryKindOfWhiteSpace) {
  EXPECT_EQ(
      normalize(R"({"type":"Strip","strip_left":true,"strip_right":true})", "\u3000 a b \n", true),
      "a b 4-5 5-6 6-7");
}

TEST(NormalizersTest, ReplacementAlignsWithTheLastCharacterOfTheMatch) {
  EXPECT_EQ(
      normalize(R"({"type":"Replace","pattern":{"String":"bc"},"content":"XY"})", "abcd", true),
      "aXYd 0-1 2-3 2-3 3-4");
}

TEST(NormalizersTest, EmptyMatchesAreReplacedExceptBehindAMatch) {
  EXPECT_EQ(normalize(R"({"type":"Replace","pattern":{"Regex":"a*"},"content":"x"})", "baac"),
            "xbxcx");
}

TEST(NormalizersTest, PrependedTextAlignsWithTheFirstCharacter) {
  EXPECT_EQ(normalize(R"({"type":"Prepend","prepend":"__"})", "\u00e9a", true),
            "__\u00e9a 0-2 0-2 0-2 2-3");
  EXPECT_EQ(normalize(R"({"type":"Prepend","prepend":"__"})", ""), "");
}

TEST(NormalizersTest, BytesOfOneCharacterShareItsAlignment) {
  EXPECT_EQ(normalize(R"({"type":"ByteLevel"})", "\u00e9 a", true),
            "\u00c3\u00a9\u0120a 0-2 0-2 2-3 3-4");
}

TEST(NormalizersTest, RewritingAfterTextWithoutOriginIsRefused) {
  constexpr const char* kSequence =
      R"({"type":"Sequence","normalizers":[{"type":"Prepend","prepend":""},{"type":"NFC"},)"
      R"({"type":"Lowercase"}]})";
  EXPECT_THROW(normalize(kSequence, "ab"), Error);
}

TEST(NormalizersTest, FieldsAloneChooseWithoutAKnownType) {
  EXPECT_EQ(normalize(R"({"prepend":"x"})", "a"), "xa");
}

TEST(NormalizersTest, MissingFieldIsNamed) {
  try {
    normalize(R"({"type":"Strip","strip_left":true})", "a");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_NE(std::string(error.what()).find("strip_right"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace penstock::testing
