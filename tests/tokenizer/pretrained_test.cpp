// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/temporary_folder.hpp"

// Folders as transformers 4.57.6 reads them.

namespace penstock::testing {
namespace {

using Ids = std::vector<std::uint32_t>;
using Role = Tokenizer::Role;

std::string token(int id, const std::string& content) {
  return R"({"id":)" + std::to_string(id) + R"(,"content":")" + content +
         R"(","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,)"
         R"("special":true})";
}

// A cased BERT tokenizer with stored truncation and padding.
const std::string kBertFile =
    R"({"version":"1.0","truncation":{"direction":"Left","max_length":4,)"
    R"("strategy":"LongestFirst","stride":0},"padding":{"strategy":{"Fixed":9},)"
    R"("direction":"Left","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,)"
    R"("pad_token":"[PAD]"},"added_tokens":[)" +
    token(0, "[PAD]") + "," + token(1, "[UNK]") + "," + token(2, "[CLS]") + "," +
    token(3, "[SEP]") + "," + token(4, "[MASK]") +
    R"(],"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,)"
    R"("strip_accents":null,"lowercase":false},"pre_tokenizer":{"type":"BertPreTokenizer"},)"
    R"("post_processor":{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]},)"
    R"("model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",)"
    R"("max_input_chars_per_word":100,"vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,)"
    R"("[MASK]":4,"a":5,"b":6,"A":7,"##b":8}}})";

Tokenizer load_pretrained(const std::string& file, const std::string& config) {
  const TemporaryFolder folder;
  folder.write("tokenizer.json", file);
  folder.write("tokenizer_config.json", config);
  return Tokenizer::from_pretrained(folder.path());
}

TextInput text(std::string_view value) {
  TextInput input;
  input.text = value;
  return input;
}

TEST(PretrainedTest, FolderDropsStoredTruncationAndPaddingButTakesTheirSides) {
  const Tokenizer tokenizer =
      load_pretrained(kBertFile, R"({"tokenizer_class":"PreTrainedTokenizerFast"})");
  EXPECT_EQ(tokenizer.encode("a b a b a").ids, (Ids{2, 5, 6, 5, 6, 5, 3}));
  EXPECT_EQ(tokenizer.padding_side(), Side::left);
  EXPECT_EQ(tokenizer.truncation_side(), Side::left);
  EXPECT_EQ(tokenizer.special_token(Role::pad), "[PAD]");
  EXPECT_FALSE(tokenizer.special_token(Role::cls));
}

TEST(PretrainedTest, BertLowersByDefaultWhateverTheFileSays) {
  EXPECT_EQ(load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer"})").encode("A").ids,
            (Ids{2, 5, 3}));
  EXPECT_EQ(
      load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer","do_lower_case":false})")
          .encode("A")
          .ids,
      (Ids{2, 7, 3}));
}

TEST(PretrainedTest, ClassDefaultsNameRolesAndInputs) {
  const Tokenizer tokenizer =
      load_pretrained(kBertFile, R"({"tokenizer_class":"DistilBertTokenizer"})");
  EXPECT_EQ(tokenizer.special_token_id(Role::mask), 4U);
  EXPECT_FALSE(tokenizer.special_token(Role::bos));
  EXPECT_EQ(tokenizer.model_input_names(),
            (std::vector<std::string>{"input_ids", "attention_mask"}));
  EXPECT_TRUE(tokenizer.is_special_id(2));
  EXPECT_FALSE(tokenizer.is_special_id(5));
  EXPECT_EQ(tokenizer.continuing_subword_prefix(), "##");
}

TEST(PretrainedTest, NullTakesARoleAway) {
  const Tokenizer tokenizer =
      load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer","mask_token":null})");
  EXPECT_FALSE(tokenizer.special_token(Role::mask));
}

TEST(PretrainedTest, NewSpecialTokensGetTheNextId) {
  const Tokenizer tokenizer = load_pretrained(
      kBertFile, R"({"tokenizer_class":"BertTokenizer","additional_special_tokens":["<n>"]})");
  EXPECT_EQ(tokenizer.token_to_id("<n>"), 9U);
  EXPECT_EQ(tokenizer.encode("a<n>b", false).ids, (Ids{5, 9, 6}));
}

TEST(PretrainedTest, ModelMaxLengthAboveTheLimitIsNone) {
  EXPECT_FALSE(load_pretrained(kBertFile, R"({"model_max_length":1000000000000000019884624838656})")
                   .model_max_length());
  EXPECT_EQ(load_pretrained(kBertFile, R"({"model_max_length":512})").model_max_length(), 512U);
}

TEST(PretrainedTest, LlamaRebuildsItsTemplate) {
  const std::string config =
      R"({"tokenizer_class":"LlamaTokenizer","bos_token":"[CLS]","eos_token":"[SEP]",)"
      R"("unk_token":"[UNK]"})";
  const Tokenizer tokenizer = load_pretrained(kBertFile, config);
  EXPECT_EQ(tokenizer.encode("a").ids, (Ids{2, 5}));
  EXPECT_EQ(tokenizer.encode("a", std::string_view("b")).ids, (Ids{2, 5, 2, 6}));
  EXPECT_EQ(tokenizer.encode("a", std::string_view("b")).type_ids, (Ids{0, 0, 1, 1}));
}

TEST(PretrainedCallTest, TruncationWithoutAnyMaximumIsOff) {
  const Tokenizer tokenizer = load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer"})");
  EncodeOptions options;
  options.truncation = TruncationStrategy::longest_first;
  EXPECT_EQ(tokenizer.encode(text("a b a b a"), options).size(), 7U);
}

TEST(PretrainedCallTest, AMaximumAloneTruncates) {
  const Tokenizer tokenizer = load_pretrained(
      kBertFile, R"({"tokenizer_class":"BertTokenizer","truncation_side":"right"})");
  EncodeOptions options;
  options.max_length = 4;
  EXPECT_EQ(tokenizer.encode(text("a b a b a"), options).ids, (Ids{2, 5, 6, 3}));
}

TEST(PretrainedCallTest, StrideBeyondTheRoomIsRefused) {
  const Tokenizer tokenizer = load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer"})");
  EncodeOptions options;
  options.max_length = 4;
  options.stride = 3;
  EXPECT_THROW((void)tokenizer.encode(text("a b"), options), Error);
}

TEST(PretrainedCallTest, PaddingWithoutAPadTokenIsRefused) {
  const Tokenizer tokenizer =
      load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer","pad_token":null})");
  EncodeOptions options;
  options.padding = PaddingStrategy::longest;
  EXPECT_THROW((void)tokenizer.encode(text("a"), options), Error);
}

TEST(PretrainedCallTest, SplitWordsKeepTheirIndex) {
  const Tokenizer tokenizer = load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer"})");
  const std::vector<std::string> words{"ab", "a"};
  TextInput input;
  input.words = words;
  const Encoding encoding = tokenizer.encode(input, {});
  EXPECT_EQ(encoding.word_ids, (std::vector<std::uint32_t>{kNone, 0, 0, 1, kNone}));
}

TEST(PretrainedCallTest, BatchIsPaddedOnTheTokenizersSide) {
  const Tokenizer tokenizer =
      load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer","padding_side":"right"})");
  EncodeOptions options;
  options.padding = PaddingStrategy::longest;
  const std::vector<TextInput> inputs{text("a b"), text("b")};
  const BatchEncoding batch = tokenizer.encode_batch(inputs, options);
  EXPECT_EQ(batch.input_ids.shape(), (Shape{2, 4}));
  const auto ids = batch.input_ids.values<std::int64_t>();
  EXPECT_EQ(std::vector<std::int64_t>(ids.begin(), ids.end()),
            (std::vector<std::int64_t>{2, 5, 6, 3, 2, 6, 3, 0}));
  const auto mask = batch.attention_mask.values<std::int64_t>();
  EXPECT_EQ(mask[7], 0);
}

TEST(PretrainedCallTest, BatchGivesEveryWindowWithItsSample) {
  const Tokenizer tokenizer = load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer"})");
  EncodeOptions options;
  options.padding = PaddingStrategy::longest;
  options.truncation = TruncationStrategy::longest_first;
  options.max_length = 3;
  options.return_overflowing_tokens = true;
  const std::vector<TextInput> inputs{text("a b"), text("b")};
  EXPECT_EQ(tokenizer.encode_batch(inputs, options).overflow_to_sample_mapping, (Ids{0, 0, 1}));
}

TEST(PretrainedCallTest, RowsOfDifferentLengthNeedPadding) {
  const Tokenizer tokenizer = load_pretrained(kBertFile, R"({"tokenizer_class":"BertTokenizer"})");
  const std::vector<TextInput> inputs{text("a b"), text("b")};
  EXPECT_THROW((void)tokenizer.encode_batch(inputs, {}), Error);
}

TEST(PretrainedTest, APathThatCannotBeLookedAtIsAnErrorOfOurs) {
  const std::string path = "/tmp/" + std::string(5000, 'a');  // longer than a name may be
  try {
    (void)Tokenizer::from_pretrained(path);
    ADD_FAILURE() << "loaded";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_NE(std::string(error.what()).find("cannot be read"), std::string::npos);
  }
}

TEST(PretrainedTest, DamageIsToldOfTheFileThatWasOpened) {
  const std::string missing = R"({"version":"1.0","model":{"type":"WordPiece","vocab":{}}})";
  for (const std::string& bytes : {std::string("{"), missing}) {
    const TemporaryFolder folder;
    folder.write("tokenizer.json", bytes);
    folder.write("other.json", bytes);
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"PreTrainedTokenizerFast"})");
    for (const auto& [given, named] :
         {std::pair(folder.path(), folder.path() / "tokenizer.json"),
          std::pair(folder.path() / "other.json", folder.path() / "other.json")}) {
      try {
        (void)Tokenizer::from_pretrained(given);
        ADD_FAILURE() << "loaded";
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::io);
        EXPECT_TRUE(std::string(error.what()).starts_with(named.string())) << error.what();
        EXPECT_EQ(std::string(error.what()).find(": tokenizer.json"), std::string::npos);
      }
    }
  }
}

TEST(PretrainedTest, FolderWithoutFilesNamesWhatWasLookedFor) {
  const TemporaryFolder folder;
  try {
    (void)Tokenizer::from_pretrained(folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
    EXPECT_NE(std::string(error.what()).find("tokenizer.json"), std::string::npos);
  }
}

}  // namespace
}  // namespace penstock::testing
