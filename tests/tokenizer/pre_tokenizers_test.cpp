// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>

#include "tokenizer/components.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"
#include "tokenizer/text_arena.hpp"

// Expected pieces are those of tokenizers 0.22.2.

namespace penstock::testing {
namespace {

std::string cut(std::string_view json, std::string_view text) {
  TextArena arena;
  PreTokenizedString pieces;
  pieces.reset(NormalizedString(text, arena));
  make_pre_tokenizer(JsonDocument::parse(json).root())->pre_tokenize(pieces);
  std::string all;
  for (const Piece& piece : pieces.pieces()) {
    all += (all.empty() ? "" : "|") + std::string(piece.text.text());
  }
  return all;
}

std::string split_on_dash(const std::string& behavior, const std::string& invert = "false") {
  return cut(R"({"type":"Split","pattern":{"String":"-"},"behavior":")" + behavior +
                 R"(","invert":)" + invert + "}",
             "-the-final--countdown-");
}

TEST(SplitTest, EveryBehavior) {
  EXPECT_EQ(split_on_dash("Removed"), "the|final|countdown");
  EXPECT_EQ(split_on_dash("Isolated"), "-|the|-|final|-|-|countdown|-");
  EXPECT_EQ(split_on_dash("MergedWithPrevious"), "-|the-|final-|-|countdown-");
  EXPECT_EQ(split_on_dash("MergedWithNext"), "-the|-final|-|-countdown|-");
  EXPECT_EQ(split_on_dash("Contiguous"), "-|the|-|final|--|countdown|-");
}

TEST(SplitTest, InvertSwapsMatchesAndGaps) {
  EXPECT_EQ(split_on_dash("Removed", "true"), "-|-|-|-|-");
}

TEST(SplitTest, EmptyPatternCutsEveryCharacter) {
  EXPECT_EQ(cut(R"({"type":"Split","pattern":{"String":""},"behavior":"Isolated","invert":false})",
                "a\u00e9"),
            "a|\u00e9");
}

TEST(PreTokenizersTest, UnicodeScriptsLosesWhatComesBeforeTheFirstScript) {
  EXPECT_EQ(cut(R"({"type":"UnicodeScripts"})", " \u65e5\u672c\u30ab\u30ca\u30fcabc \u0434, 1"),
            "\u65e5\u672c\u30ab\u30ca\u30fc|abc |\u0434|, 1");
  EXPECT_EQ(cut(R"({"type":"UnicodeScripts"})", "   "), "");
}

TEST(PreTokenizersTest, DigitsOneByOneOrTogether) {
  EXPECT_EQ(cut(R"({"type":"Digits","individual_digits":true})", "a12b\uff13"), "a|1|2|b|\uff13");
  EXPECT_EQ(cut(R"({"type":"Digits","individual_digits":false})", "a12b"), "a|12|b");
}

TEST(PreTokenizersTest, WhitespaceCountsJoinersAsWordCharacters) {
  EXPECT_EQ(cut(R"({"type":"Whitespace"})", "a b\u200c!?  \u00e9-x"), "a|b\u200c|!?|\u00e9|-|x");
}

TEST(PreTokenizersTest, MetaspacePrependsByScheme) {
  EXPECT_EQ(cut(R"({"type":"Metaspace","replacement":"_"})", "a  b"), "_a|_|_b");
  EXPECT_EQ(cut(R"({"type":"Metaspace","replacement":"_","prepend_scheme":"never","split":false})",
                "a  b"),
            "a__b");
}

TEST(PreTokenizersTest, MetaspaceRefusesAContradiction) {
  EXPECT_THROW(cut(R"({"type":"Metaspace","replacement":"_","prepend_scheme":"first",)"
                   R"("add_prefix_space":false})",
                   "a"),
               Error);
}

TEST(PreTokenizersTest, BertKnowsPunctuationOfUnicodeEight) {
  EXPECT_EQ(cut(R"({"type":"BertPreTokenizer"})", "Hi, you\uff01 ok\u061d"),
            "Hi|,|you|\uff01|ok\u061d");
}

TEST(PreTokenizersTest, ByteLevelPrependsASpaceAndMapsBytes) {
  EXPECT_EQ(
      cut(R"({"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true})", "\u00e9 a's"),
      "\u0120\u00c3\u00a9|\u0120a|'s");
}

TEST(PreTokenizersTest, BothSpellingsOfCharDelimiterSplit) {
  EXPECT_EQ(cut(R"({"type":"CharDelimiterSplit","delimiter":"\u00e9"})", "a\u00e9b\u00e9\u00e9"),
            "a|b");
  EXPECT_EQ(cut(R"({"type":"Delimiter","delimiter":"b"})", "abc"), "a|c");
}

TEST(PreTokenizersTest, FixedLengthCountsCharacters) {
  EXPECT_EQ(cut(R"({"type":"FixedLength","length":2})", "a\u00e9bcd"), "a\u00e9|bc|d");
}

TEST(PreTokenizersTest, SequenceAppliesEachToAllPieces) {
  EXPECT_EQ(cut(R"({"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},)"
                R"({"type":"Punctuation","behavior":"Contiguous"}]})",
                "a!! b?"),
            "a|!!|b|?");
}

}  // namespace
}  // namespace penstock::testing
