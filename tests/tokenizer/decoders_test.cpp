// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "component_test_support.hpp"

// Expected values were read off tokenizers 0.22.2.

namespace penstock::testing {
namespace {

using Tokens = std::vector<std::string>;

TEST(BpeDecoder, TurnsTheSuffixIntoASpaceExceptAtTheEnd) {
  const char* json = R"({"type":"BPEDecoder","suffix":"</w>"})";
  EXPECT_EQ(decode(json, {"a</w>", "b</w>"}), "a b");
  EXPECT_EQ(decode(json, {}), "");
}

TEST(BpeDecoder, AnEmptySuffixMatchesAroundEveryCharacter) {
  EXPECT_EQ(decode(R"({"type":"BPEDecoder","suffix":""})", {"日本", "x"}), " 日 本 x");
}

constexpr const char* kByteLevel =
    R"({"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true})";

TEST(ByteLevelDecoder, JoinsBytesAcrossTokens) {
  EXPECT_EQ(decode(kByteLevel, {"Ġa", "Ã", "©"}), " aé");
}

TEST(ByteLevelDecoder, ATokenOutsideOfTheAlphabetStandsForItself) {
  EXPECT_EQ(decode(kByteLevel, {"Ġ", "ĠĠ日"}), " ĠĠ日");
}

TEST(ByteLevelDecoder, BrokenTextBecomesReplacementCharacters) {
  EXPECT_EQ(decode(kByteLevel, {"Ã", "x"}), "\xEF\xBF\xBDx");
}

constexpr const char* kByteFallback = R"({"type":"ByteFallback"})";

TEST(ByteFallbackDecoder, SpellsRunsOfBytes) {
  EXPECT_EQ(decode(kByteFallback, {"<0xE6>", "<0x97>", "<0xA5>", "a"}), "日a");
}

TEST(ByteFallbackDecoder, ARunThatIsNoTextGivesOneReplacementForEachByte) {
  EXPECT_EQ(decode(kByteFallback, {"<0x61>", "<0xE6>"}), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(ByteFallbackDecoder, TakesWhatRustsNumberParserTakes) {
  EXPECT_EQ(decode(kByteFallback, {"<0x+A>"}), "\n");
  EXPECT_EQ(decode(kByteFallback, {"<0xgg>", "<0x-A>", "<0xé>", "<0x6>"}),
            "<0xgg><0x-A><0xé><0x6>");
}

TEST(CtcDecoder, DropsRepeatsAndPadding) {
  const char* json =
      R"({"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":true})";
  EXPECT_EQ(decode(json, {"a", "a", "<pad>", "a", "|", "|", "b", "x<pad>y"}), "aa bxy");
}

TEST(CtcDecoder, WithoutCleanUpTheDelimiterStays) {
  const char* json =
      R"({"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":false})";
  EXPECT_EQ(decode(json, {"a", "|", "b"}), "a|b");
}

TEST(FuseDecoder, JoinsAll) {
  Tokens tokens{"a", "b"};
  decoder_of(R"({"type":"Fuse"})")->decode_chain(tokens);
  EXPECT_EQ(tokens, Tokens{"ab"});
  tokens.clear();
  decoder_of(R"({"type":"Fuse"})")->decode_chain(tokens);
  EXPECT_EQ(tokens, Tokens{""});
}

TEST(MetaspaceDecoder, TheFirstTokenLosesItsMarksUnlessNonIsPrepended) {
  EXPECT_EQ(decode(R"({"type":"Metaspace","replacement":"▁"})", {"▁a▁b", "▁c"}), "ab c");
  EXPECT_EQ(
      decode(R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"never"})", {"▁a▁b", "▁c"}),
      " a b c");
}

TEST(MetaspaceDecoder, AddPrefixSpaceMustAgreeWithTheScheme) {
  EXPECT_EQ(
      error_of([] {
        (void)decoder_of(R"({"type":"Metaspace","replacement":"▁","add_prefix_space":false})");
      }),
      ErrorCode::io);
}

TEST(ReplaceDecoder, ReplacesInEachToken) {
  EXPECT_EQ(
      decode(R"({"type":"Replace","pattern":{"String":"a"},"content":"b"})", {"banana", "", "日a"}),
      "bbnbnb日b");
}

TEST(ReplaceDecoder, EmptyMatchesInsertTheContentButNotIntoEmptyTokens) {
  const char* json = R"({"type":"Replace","pattern":{"Regex":"a*"},"content":"x"})";
  EXPECT_EQ(decode(json, {"baac", ""}), "xbxcx");
}

TEST(StripDecoder, TakesUpToTheGivenNumberOff) {
  const char* json = R"({"type":"Strip","content":" ","start":1,"stop":0})";
  EXPECT_EQ(decode(json, {"  a", " b", ""}), " ab");
  EXPECT_EQ(decode(R"({"type":"Strip","content":"日","start":2,"stop":2})", {"日日a日"}), "a");
}

TEST(StripDecoder, WhatPanicsInTheReferenceIsAnError) {
  const auto fails = [](const char* json, const char* token) {
    return error_of([&] { (void)decode(json, {token}); }) == ErrorCode::invalid_argument;
  };
  EXPECT_TRUE(fails(R"({"type":"Strip","content":" ","start":0,"stop":1})", ""));
  EXPECT_TRUE(fails(R"({"type":"Strip","content":" ","start":0,"stop":2})", " "));
  EXPECT_TRUE(fails(R"({"type":"Strip","content":" ","start":1,"stop":1})", " "));
}

TEST(WordPieceDecoder, JoinsContinuationsAndSpacesWords) {
  const char* json = R"({"type":"WordPiece","prefix":"##","cleanup":false})";
  EXPECT_EQ(decode(json, {"##a", "##b", "c", "."}), "##ab c .");
}

TEST(WordPieceDecoder, CleansUpTokenByToken) {
  const char* json = R"({"type":"WordPiece","prefix":"##","cleanup":true})";
  EXPECT_EQ(decode(json, {"a", ".", "x", "n't"}), "a. xn't");
  EXPECT_EQ(decode(json, {"a", "'", "s"}), "a ' s");
  EXPECT_EQ(decode(json, {"a", "do not"}), "a don't");
}

TEST(SequenceDecoder, RunsItsPartsInOrder) {
  EXPECT_EQ(decode(R"({"type":"Sequence","decoders":[
      {"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},
      {"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]})",
                   {"▁a", "<0xE6>", "<0x97>", "<0xA5>", "▁b"}),
            "a日 b");
}

TEST(DecoderType, IsFoundByFieldsWhenUnknown) {
  EXPECT_EQ(decode(R"({"type":"Foo","suffix":"!"})", {"a!", "b!"}), "a b");
  EXPECT_EQ(decode(R"({"prefix":"#","cleanup":false})", {"a", "#b"}), "ab");
  EXPECT_EQ(decode(R"({"content":"a","start":1,"stop":0})", {"ab"}), "b");
}

TEST(DecoderType, RefusesWhatTheReferenceRefuses) {
  for (const char* json :
       {R"({})", R"([])", R"("Fuse")", R"({"type":"BPEDecoder"})", R"({"replacement":"x"})",
        R"({"decoders":[]})", R"({"type":"WordPiece","prefix":"a"})", R"({"type":"ByteLevel"})",
        R"({"type":"Strip","content":"ab","start":0,"stop":0})",
        R"({"type":"Strip","content":"a","start":-1,"stop":0})",
        R"({"type":"Metaspace","replacement":"__"})",
        R"({"type":"Metaspace","replacement":"_","prepend_scheme":null})",
        R"({"type":"CTC","pad_token":"a"})", R"({"type":"Sequence","decoders":[{}]})"}) {
    EXPECT_EQ(error_of([&] { (void)decoder_of(json); }), ErrorCode::io) << json;
  }
}

}  // namespace
}  // namespace penstock::testing
