// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "component_test_support.hpp"

// Expected values were read off tokenizers 0.22.2.

namespace penstock::testing {
namespace {

std::string word_piece(std::string_view vocab, std::string_view max_chars = "100",
                       std::string_view unk = "[UNK]") {
  return R"({"type":"WordPiece","continuing_subword_prefix":"##","unk_token":")" +
         std::string(unk) + R"(","max_input_chars_per_word":)" + std::string(max_chars) +
         R"(,"vocab":)" + std::string(vocab) + "}";
}

constexpr const char* kVocab =
    R"({"[UNK]":0,"un":1,"una":2,"##aff":3,"##ff":4,"##able":5,"##":6,"é":7,"##é":8,"##un":9})";

TEST(WordPiece, TakesTheLongestMatchFromTheLeft) {
  EXPECT_EQ(tokens_of(*model_of(word_piece(kVocab)), "unaffable"),
            "una[0,3) ##ff[3,5) ##able[5,9)");
}

TEST(WordPiece, DoesNotTakeAShorterMatchWhenTheRestFails) {
  const auto model = model_of(word_piece(R"({"[UNK]":0,"a":1,"ab":2,"##bc":3})"));
  EXPECT_EQ(tokens_of(*model, "abc"), "[UNK][0,3)");
}

TEST(WordPiece, AnyFailureMakesTheWholeWordUnknown) {
  EXPECT_EQ(tokens_of(*model_of(word_piece(kVocab)), "unxé"), "[UNK][0,5)");
}

TEST(WordPiece, MatchesPrefixedEntriesLiterallyAtTheBeginning) {
  EXPECT_EQ(tokens_of(*model_of(word_piece(kVocab)), "##un"), "##un[0,4)");
}

TEST(WordPiece, AMatchNeedsMoreThanThePrefix) {
  EXPECT_EQ(tokens_of(*model_of(word_piece(kVocab)), "un日"), "[UNK][0,5)");
}

TEST(WordPiece, OffsetsAreBytes) {
  EXPECT_EQ(tokens_of(*model_of(word_piece(kVocab)), "éé"), "é[0,2) ##é[2,4)");
}

TEST(WordPiece, CountsCharactersNotBytesForTheLimit) {
  const auto model = model_of(word_piece(kVocab, "2"));
  EXPECT_EQ(tokens_of(*model, "éé"), "é[0,2) ##é[2,4)");
  EXPECT_EQ(tokens_of(*model, "ééé"), "[UNK][0,6)");
}

TEST(WordPiece, AMegabyteWithoutSpacesIsOneUnknownToken) {
  std::vector<Token> tokens;
  model_of(word_piece(kVocab))->tokenize(std::string(1 << 20, 'u'), tokens);
  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_EQ(tokens[0].end, 1U << 20);
}

TEST(WordPiece, EmptyPieceGivesNothing) {
  EXPECT_EQ(tokens_of(*model_of(word_piece(kVocab)), ""), "");
}

TEST(WordPiece, MissingUnkTokenIsAnErrorOnlyWhenNeeded) {
  const auto model = model_of(word_piece(kVocab, "100", "nope"));
  EXPECT_EQ(tokens_of(*model, "un"), "un[0,2)");
  EXPECT_EQ(error_of([&] { (void)tokens_of(*model, "x"); }), ErrorCode::invalid_argument);
}

TEST(WordPiece, AnEmptyPrefixIsAllowed) {
  const auto model = model_of(R"({"type":"WordPiece","unk_token":"u","vocab":{"u":0,"ab":1,"c":2},
      "continuing_subword_prefix":"","max_input_chars_per_word":100})");
  EXPECT_EQ(tokens_of(*model, "abcab"), "ab[0,2) c[2,3) ab[3,5)");
}

TEST(WordPiece, APrefixThatNoEntryHasLeavesSingleTokens) {
  const auto model = model_of(R"({"type":"WordPiece","unk_token":"u","vocab":{"u":0,"ab":1},
      "continuing_subword_prefix":"@@","max_input_chars_per_word":100})");
  EXPECT_EQ(tokens_of(*model, "ab"), "ab[0,2)");
  EXPECT_EQ(tokens_of(*model, "abu"), "u[0,3)");
}

TEST(WordPiece, AnswersByIdAndText) {
  const auto model = model_of(word_piece(R"({"a":5,"b":70000000})"));
  EXPECT_EQ(model->token_to_id("b"), 70000000U);
  EXPECT_EQ(model->id_to_token(5), "a");
  EXPECT_EQ(model->id_to_token(70000000), "b");
  EXPECT_EQ(model->id_to_token(6), std::nullopt);
  EXPECT_EQ(model->vocab_size(), 2U) << "holes do not count";
}

TEST(WordPiece, EveryFieldIsRequired) {
  for (
      const char* json :
      {R"({"type":"WordPiece","vocab":{},"unk_token":"u","continuing_subword_prefix":""})",
       R"({"type":"WordPiece","vocab":{},"unk_token":"u","max_input_chars_per_word":1})",
       R"({"type":"WordPiece","vocab":{},"continuing_subword_prefix":"","max_input_chars_per_word":1})",
       R"({"type":"WordPiece","unk_token":"u","continuing_subword_prefix":"","max_input_chars_per_word":1})",
       R"({"type":"WordPiece","vocab":{},"unk_token":null,"continuing_subword_prefix":"","max_input_chars_per_word":1})"}) {
    EXPECT_EQ(error_of([&] { (void)model_of(json); }), ErrorCode::io) << json;
  }
}

TEST(WordLevel, LooksUpWholePieces) {
  const auto model =
      model_of(R"({"type":"WordLevel","vocab":{"a b":0,"<unk>":1},"unk_token":"<unk>"})");
  EXPECT_EQ(tokens_of(*model, "a b"), "a b[0,3)");
  EXPECT_EQ(tokens_of(*model, "é"), "<unk>[0,2)");
}

TEST(WordLevel, MissingUnkTokenIsAnErrorOnlyWhenNeeded) {
  const auto model = model_of(R"({"type":"WordLevel","vocab":{"a":0},"unk_token":"<unk>"})");
  EXPECT_EQ(tokens_of(*model, "a"), "a[0,1)");
  EXPECT_EQ(error_of([&] { (void)tokens_of(*model, "b"); }), ErrorCode::invalid_argument);
}

TEST(ModelType, IsFoundByFieldsWhenMissing) {
  EXPECT_EQ(tokens_of(*model_of(R"({"vocab":{"a":0,"aa":1},"merges":["a a"]})"), "aa"), "aa[0,2)")
      << "BPE";
  EXPECT_EQ(tokens_of(*model_of(R"({"vocab":{"a":0,"#b":1},"unk_token":"a",
      "continuing_subword_prefix":"#","max_input_chars_per_word":9})"),
                      "ab"),
            "a[0,1) #b[1,2)")
      << "WordPiece";
  EXPECT_EQ(tokens_of(*model_of(R"({"vocab":{"a":0},"unk_token":"a"})"), "ab"), "a[0,2)")
      << "WordLevel";
  EXPECT_EQ(tokens_of(*model_of(R"({"vocab":[["a",0.5]],"unk_id":0})"), "a"), "a[0,1)")
      << "Unigram";
}

TEST(ModelType, UnknownOrNullIsRefused) {
  for (const char* json :
       {R"({"type":"Foo","vocab":{},"merges":[]})", R"({"type":null,"vocab":{},"merges":[]})",
        R"({})", R"([])", R"("BPE")"}) {
    EXPECT_EQ(error_of([&] { (void)model_of(json); }), ErrorCode::io) << json;
  }
}

}  // namespace
}  // namespace penstock::testing
