// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <optional>
#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"
#include "tokenizer/engine_encoding.hpp"

// The maps between tokens, characters, words and sequences. Expected values were read off
// tokenizers 0.22.2.

namespace penstock::testing {
namespace {

using Sequences = std::vector<std::uint32_t>;

const std::string kSpecial = R"({"SpecialToken":{"id":"<s>","type_id":0}})";
const std::string kA = R"({"Sequence":{"id":"A","type_id":0}})";
const std::string kB = R"({"Sequence":{"id":"B","type_id":1}})";

std::string pieces(const std::vector<std::string>& parts) {
  std::string list;
  for (const std::string& part : parts) list += (list.empty() ? "" : ",") + part;
  return "[" + list + "]";
}

std::string template_with(const std::string& single) {
  return R"({"type":"TemplateProcessing","single":)" + single + R"(,"pair":)" +
         pieces({kSpecial, kA, kSpecial, kB, kSpecial}) +
         R"(,"special_tokens":{"<s>":{"id":"<s>","ids":[5],"tokens":["<s>"]}}})";
}

Tokenizer tokenizer_processed_by(const std::string& post_processor,
                                 const std::string& truncation = "null") {
  const TemporaryFolder folder;
  return Tokenizer::from_pretrained(folder.write(
      "tokenizer.json", R"({"version":"1.0","truncation":)" + truncation +
                            R"(,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":)" +
                            post_processor +
                            R"(,"model":{"type":"WordLevel","unk_token":"<unk>","vocab":)"
                            R"({"a":0,"b":1,"c":2,"<unk>":3}}})"));
}

Encoding pair_encoding() {
  return tokenizer_processed_by(template_with(pieces({kSpecial, kA, kSpecial})))
      .encode("a b", std::string_view("c"));
}

TEST(EncodingMaps, SpecialTokensBelongToNothing) {
  const Encoding encoding = pair_encoding();
  EXPECT_EQ(encoding.sequence_ids, (Sequences{kNone, 0, 0, kNone, 1, kNone}));
  for (const std::size_t special : {0U, 3U, 5U, 6U}) {
    EXPECT_EQ(encoding.token_to_sequence(special), std::nullopt) << special;
    EXPECT_EQ(encoding.token_to_chars(special), std::nullopt) << special;
    EXPECT_EQ(encoding.token_to_word(special), std::nullopt) << special;
  }
}

TEST(EncodingMaps, TokensKnowTheirCharactersAndWords) {
  const Encoding encoding = pair_encoding();
  EXPECT_EQ(encoding.token_to_chars(2), (Offsets{2, 3}));
  EXPECT_EQ(encoding.token_to_word(2), 1U);
  EXPECT_EQ(encoding.token_to_sequence(4), 1U);
  EXPECT_EQ(encoding.token_to_chars(4), (Offsets{0, 1}));
  EXPECT_EQ(encoding.token_to_word(4), 0U);
}

TEST(EncodingMaps, CharactersLeadToTheirTokenAndWord) {
  const Encoding encoding = pair_encoding();
  EXPECT_EQ(encoding.char_to_token(2), 2U);
  EXPECT_EQ(encoding.char_to_word(2), 1U);
  EXPECT_EQ(encoding.char_to_word(0, 1), 0U);
  EXPECT_EQ(encoding.char_to_word(1), std::nullopt) << "the space";
  EXPECT_EQ(encoding.char_to_word(9, 1), std::nullopt);
}

TEST(EncodingMaps, WordsLeadToTheirTokensAndCharacters) {
  const Encoding encoding = pair_encoding();
  EXPECT_EQ(encoding.word_to_tokens(1), (Offsets{2, 3}));
  EXPECT_EQ(encoding.word_to_chars(1), (Offsets{2, 3}));
  EXPECT_EQ(encoding.word_to_tokens(0, 1), (Offsets{4, 5}));
  EXPECT_EQ(encoding.word_to_chars(1, 1), std::nullopt);
}

// A ByteLevel behind a template numbers every part that the template has made.
TEST(EncodingMaps, AChainOfPostProcessorsMayNumberMoreThanTwoSequences) {
  const std::string chain =
      R"({"type":"Sequence","processors":[)" + template_with(pieces({kSpecial, kA, kSpecial})) +
      R"(,{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true}]})";
  const Tokenizer tokenizer = tokenizer_processed_by(chain);
  EXPECT_EQ(tokenizer.encode("a b").sequence_ids, (Sequences{kNone, 1, 1, 2}));
  EXPECT_EQ(tokenizer.encode("a b", std::string_view("c")).sequence_ids,
            (Sequences{kNone, 0, 0, 2, 3, 4}));
}

TEST(EncodingMaps, PaddingOnTheLeftMovesEverySequence) {
  SequenceRanges ranges;
  ranges.set(0, {1, 2});
  ranges.set(3, {4, 6});
  ranges.shift(10);
  EXPECT_EQ(ranges[0], (TokenRange{11, 12}));
  EXPECT_EQ(ranges[1], std::nullopt);
  EXPECT_EQ(ranges[3], (TokenRange{14, 16}));
  EXPECT_EQ(ranges.count(), 2U);
}

constexpr const char* kOneToken =
    R"({"direction":"Right","max_length":2,"strategy":"LongestFirst","stride":0})";

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "a ";
  return text;
}

TEST(EncodingMerge, ARepeatedSequenceMultipliesItsWindows) {
  const Tokenizer tokenizer = tokenizer_processed_by(template_with(pieces({kA, kA})), kOneToken);
  const Encoding encoding = tokenizer.encode(words(4));
  EXPECT_EQ(encoding.size(), 4U);
  EXPECT_EQ(encoding.overflowing.size(), 3U);
}

TEST(EncodingMerge, WindowsBeyondAllMemoryAreAnError) {
  const std::vector<std::string> nine(9, kA);
  const Tokenizer tokenizer = tokenizer_processed_by(template_with(pieces(nine)), kOneToken);
  EXPECT_THROW((void)tokenizer.encode(words(200)), Error);
  EXPECT_EQ(tokenizer.encode("a").size(), 9U);
}

}  // namespace
}  // namespace penstock::testing
