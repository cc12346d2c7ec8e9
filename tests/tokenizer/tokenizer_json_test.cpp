// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

// Whole tokenizer.json files through the public class.

namespace penstock::testing {
namespace {

// A file of the model below with more members, each followed by a comma.
std::string file_with(const std::string& members) {
  return "{" + members +
         R"("model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"a":1,"b":2,"ab":3}}})";
}

std::string added(const std::string& content, const std::string& flags = "") {
  std::string token = R"({"id":77,"content":")" + content + "\"";
  for (const char* flag : {"single_word", "lstrip", "rstrip", "normalized", "special"}) {
    const bool on = flags.find(flag) != std::string::npos;
    token += std::string(",\"") + flag + "\":" + (on ? "true" : "false");
  }
  return token + "}";
}

Tokenizer load_json(const std::string& json) {
  const TemporaryFolder folder;
  return Tokenizer::from_pretrained(folder.write("tokenizer.json", json));
}

// "id:text[begin,end)" of every token.
std::string encoded_pieces(const Tokenizer& tokenizer, std::string_view text) {
  const Encoding encoding = tokenizer.encode(text);
  std::string all;
  for (std::size_t i = 0; i < encoding.size(); ++i) {
    all += (i == 0 ? "" : " ") + std::to_string(encoding.ids[i]) + ":" +
           std::string(encoding.token(i)) + "[" + std::to_string(encoding.offsets[i].begin) + "," +
           std::to_string(encoding.offsets[i].end) + ")";
  }
  return all;
}

ErrorCode code_of(const std::string& json) {
  try {
    load_json(json);
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "accepted: " << json.substr(0, 80);
  return ErrorCode::internal;
}

TEST(TokenizerJsonTest, DamagedFilesAreOneError) {
  const std::vector<std::string> damaged = {
      "",
      "{",
      "[]",
      "null",
      "\"text\"",
      "{}",
      file_with("").substr(0, 60),
      file_with(R"("version":"2.0",)"),
      file_with(R"("normalizer":7,)"),
      file_with(R"("normalizer":{"type":"Nope"},)"),
      file_with(R"("added_tokens":[{"content":"x"}],)"),
      file_with(R"("added_tokens":{},)"),
      file_with(R"("truncation":{"max_length":-1},)"),
      file_with(R"("padding":{"strategy":{"Fixed":1e300}},)"),
      std::string(1000000, '['),
      "{\"model\":" + std::string(1000000, '['),
      R"({"model":{"type":"WordLevel","unk_token":"?","vocab":{"a":99999999999999999999999}}})",
  };
  for (const std::string& json : damaged) EXPECT_EQ(code_of(json), ErrorCode::io);
}

TEST(TokenizerJsonTest, MissingFileIsNotFound) {
  const TemporaryFolder folder;
  try {
    (void)Tokenizer::from_pretrained(folder.path() / "none.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
  }
}

TEST(TokenizerJsonTest, InvalidUtf8IsRefusedAndTheNextTextWorks) {
  const Tokenizer tokenizer = load_json(file_with(""));
  EXPECT_THROW((void)tokenizer.encode("a\xff"), Error);
  EXPECT_EQ(encoded_pieces(tokenizer, "ab"), "3:ab[0,2)");
}

TEST(TokenizerJsonTest, EmptyTextHasNoTokens) {
  EXPECT_EQ(encoded_pieces(load_json(file_with("")), ""), "");
}

TEST(TokenizerJsonTest, AddedTokenIdsOfTheFileDoNotCount) {
  const Tokenizer tokenizer =
      load_json(file_with("\"added_tokens\":[" + added("<x>") + "," + added("b") + "],"));
  EXPECT_EQ(encoded_pieces(tokenizer, "a<x>b"), "1:a[0,1) 4:<x>[1,4) 2:b[4,5)");
  EXPECT_EQ(tokenizer.vocab_size(), 5U);
}

TEST(TokenizerJsonTest, NormalizersSeeTheTextBetweenAddedTokensPieceByPiece) {
  const Tokenizer tokenizer = load_json(file_with(
      "\"added_tokens\":[" + added("<x>") + R"(],"normalizer":{"type":"Prepend","prepend":"a"},)"));
  EXPECT_EQ(encoded_pieces(tokenizer, "b<x>b"), "3:ab[0,1) 4:<x>[1,4) 3:ab[4,5)");
}

TEST(TokenizerJsonTest, ATextWhoseFirstCharacterWasRemovedDoesNotBeginAtZero) {
  const Tokenizer tokenizer = load_json(file_with(
      R"("normalizer":{"type":"StripAccents"},"pre_tokenizer":{"type":"Metaspace","replacement":"a",)"
      R"("prepend_scheme":"first","split":true},)"));
  EXPECT_EQ(encoded_pieces(tokenizer, "b"), "3:ab[0,1)");
  EXPECT_EQ(encoded_pieces(tokenizer, "\u0301b"), "2:b[1,2)");
}

TEST(TokenizerJsonTest, StrippingTokensCanOverlap) {
  const Tokenizer tokenizer =
      load_json(file_with("\"added_tokens\":[" + added("A", "rstrip") + "," + added("  ") + "],"));
  EXPECT_EQ(encoded_pieces(tokenizer, "xA     x"),
            "0:?[0,1) 4:A     [1,7) 5:  [2,4) 5:  [4,6) 0:?[6,8)");
}

TEST(TokenizerJsonTest, RejectedSingleWordSwallowsItsSpan) {
  const Tokenizer tokenizer = load_json(
      file_with("\"added_tokens\":[" + added("ab", "single_word") + "," + added("b") + "],"));
  EXPECT_EQ(encoded_pieces(tokenizer, "xab"), "0:?[0,3)");
}

TEST(TokenizerJsonTest, StoredTruncationAndPaddingApply) {
  const Tokenizer tokenizer = load_json(file_with(
      R"("pre_tokenizer":{"type":"WhitespaceSplit"},)"
      R"("truncation":{"direction":"Right","max_length":2,"strategy":"LongestFirst","stride":0},)"
      R"("padding":{"strategy":{"Fixed":3},"direction":"Left","pad_to_multiple_of":null,)"
      R"("pad_id":9,"pad_type_id":1,"pad_token":"P"},)"));
  const Encoding encoding = tokenizer.encode("a b ab");
  EXPECT_EQ(encoding.ids, (std::vector<std::uint32_t>{9, 1, 2}));
  EXPECT_EQ(encoding.attention_mask, (std::vector<std::uint8_t>{0, 1, 1}));
  ASSERT_EQ(encoding.overflowing.size(), 1U);
  EXPECT_EQ(encoding.overflowing[0].ids, (std::vector<std::uint32_t>{9, 9, 3}));
}

TEST(TokenizerJsonTest, OffsetsCountCodePoints) {
  const Tokenizer tokenizer =
      load_json(file_with(R"("pre_tokenizer":{"type":"WhitespaceSplit"},)"));
  EXPECT_EQ(encoded_pieces(tokenizer, "\u00e9\u65e5 a"), "0:?[0,2) 1:a[3,4)");
}

TEST(TokenizerJsonTest, DecodeDropsUnknownIdsAndSpecialTokens) {
  const Tokenizer tokenizer =
      load_json(file_with("\"added_tokens\":[" + added("<x>", "special") + "],"));
  const std::vector<std::uint32_t> ids{1, 4, 1234, 2};
  EXPECT_EQ(tokenizer.decode(ids), "a <x> b");
  EXPECT_EQ(tokenizer.decode(ids, true), "a b");
}

}  // namespace
}  // namespace penstock::testing
