// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <random>
#include <string>

#include "support/temporary_folder.hpp"
#include "tokenizer/base64.hpp"
#include "tokenizer/sentencepiece_support.hpp"

// Folders with a SentencePiece model. The golden file is tools/golden/sentencepiece_folders.py's.

namespace penstock::testing {
namespace {

Json dumped(const Encoding& encoding) {
  Json offsets = Json::array();
  for (const Offsets& offset : encoding.offsets) offsets.push_back({offset.begin, offset.end});
  return {{"ids", encoding.ids},
          {"type_ids", encoding.type_ids},
          {"tokens", encoding.tokens()},
          {"offsets", offsets},
          {"attention_mask", encoding.attention_mask},
          {"special_tokens_mask", encoding.special_tokens_mask}};
}

Json folder_answer(const Tokenizer& tokenizer, const Json& request) {
  if (request.contains("ids")) {
    return {{"text", tokenizer.decode(request["ids"].get<std::vector<std::uint32_t>>(),
                                      request["skip_special_tokens"].get<bool>())}};
  }
  const std::string text = request["text"];
  const bool special = request["add_special_tokens"];
  if (!request.contains("text_pair")) return dumped(tokenizer.encode(text, special));
  return dumped(tokenizer.encode(text, request["text_pair"].get<std::string>(), special));
}

TEST(SentencePieceFolders, EveryClassAnswersAsTheReference) {
  std::ifstream golden(std::filesystem::path(PENSTOCK_TOKENIZER_DATA) / "sentencepiece.jsonl");
  std::map<std::string, std::string> models;
  std::size_t folders = 0;
  for (std::string line; std::getline(golden, line);) {
    const Json row = Json::parse(line);
    if (row.contains("model"))
      models[row["model"]] = base64_decode(row["base64"].get<std::string>()).value();
    if (!row.contains("folder")) continue;
    SCOPED_TRACE(row["config"].dump());
    const TemporaryFolder folder;
    folder.write(row["file"].get<std::string>(), models.at(row["of"]));
    folder.write("tokenizer_config.json", row["config"].dump());
    const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
    for (const Json& test : row["cases"]) {
      EXPECT_EQ(folder_answer(tokenizer, test["request"]), test["answer"]) << test["request"];
    }
    ++folders;
  }
  EXPECT_EQ(folders, 32U);
}

struct Refusal {
  ErrorCode code = ErrorCode::internal;
  std::string message = "nothing was thrown";
};

Refusal refusal(const TemporaryFolder& folder) {
  try {
    (void)Tokenizer::from_pretrained(folder.path());
  } catch (const Error& error) {
    return {error.code(), error.what()};
  }
  return {};
}

TEST(SentencePieceFolders, RandomBytesAsAModelGiveOneError) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    const TemporaryFolder folder;
    std::string bytes(random() % 4096, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    folder.write("spiece.model", bytes);
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"T5Tokenizer"})");
    EXPECT_EQ(refusal(folder).code, ErrorCode::io);
  }
}

TEST(SentencePieceFolders, AMissingModelIsNamed) {
  const TemporaryFolder folder;
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"XLMRobertaTokenizer"})");
  EXPECT_EQ(refusal(folder).code, ErrorCode::not_found);
  EXPECT_NE(refusal(folder).message.find("sentencepiece.bpe.model"), std::string::npos);
}

TEST(SentencePieceFolders, AnUnknownIdBeyondThePiecesIsRefused) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model() + trainer_field(1, int_field(40, 500)));
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"BigBirdTokenizer"})");
  EXPECT_EQ(refusal(folder).code, ErrorCode::io);
  EXPECT_NE(refusal(folder).message.find("the id 500"), std::string::npos);
}

TEST(SentencePieceFolders, ANegativeUnknownIdIsRefused) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model() + trainer_field(1, int_field(40, UINT64_MAX)));
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"BigBirdTokenizer"})");
  EXPECT_NE(refusal(folder).message.find("the id -1"), std::string::npos);
}

TEST(SentencePieceFolders, AModelOfWordsIsUnsupported) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model(3));
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"T5Tokenizer"})");
  EXPECT_EQ(refusal(folder).code, ErrorCode::unsupported);
}

TEST(SentencePieceFolders, ADamagedCharsmapIsRefused) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model() + bytes_field(3, bytes_field(2, "\xFF\xFF\xFF\xFFx")));
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"T5Tokenizer"})");
  EXPECT_EQ(refusal(folder).code, ErrorCode::io);
}

TEST(SentencePieceFolders, AnAbsurdCountOfExtraTokensIsRefused) {
  for (const char* config : {R"({"tokenizer_class":"T5Tokenizer","extra_ids":4000000000})",
                             R"({"tokenizer_class":"T5Tokenizer","extra_ids":-1})",
                             R"({"tokenizer_class":"PegasusTokenizer","offset":4000000000})"}) {
    const TemporaryFolder folder;
    folder.write("spiece.model", small_model());
    folder.write("tokenizer_config.json", config);
    EXPECT_EQ(refusal(folder).code, ErrorCode::io) << config;
  }
}

TEST(SentencePieceFolders, ALanguageThatTheClassDoesNotKnowIsRefused) {
  const TemporaryFolder folder;
  folder.write("sentencepiece.bpe.model", small_model());
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"MBartTokenizer","src_lang":"xx"})");
  EXPECT_EQ(refusal(folder).code, ErrorCode::io);
  EXPECT_NE(refusal(folder).message.find("'en_XX'"), std::string::npos);
}

TEST(SentencePieceFolders, ExtraTokensThatContradictTheirCountAreRefused) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model());
  folder.write("tokenizer_config.json",
               R"({"tokenizer_class":"T5Tokenizer","additional_special_tokens":["<extra_id_0>"]})");
  EXPECT_NE(refusal(folder).message.find("Both extra_ids (100)"), std::string::npos);
}

TEST(SentencePieceFolders, ATokenThatTheClassNeedsMayNotBeNull) {
  const TemporaryFolder folder;
  folder.write("tokenizer.model", small_model());
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"GemmaTokenizer","pad_token":null})");
  EXPECT_EQ(refusal(folder).code, ErrorCode::io);
  EXPECT_NE(refusal(folder).message.find("'pad_token' is null"), std::string::npos);
}

constexpr const char* kTokenizerJson =
    R"({"version":"1.0","added_tokens":[],"normalizer":null,"pre_tokenizer":null,)"
    R"("post_processor":null,"decoder":null,"model":{"type":"WordLevel","unk_token":"</s>",)"
    R"("vocab":{"a":0,"</s>":1}}})";

// "a b" is ▁a ▁b with a space put before it, and a ▁b without.
TEST(SentencePieceFolders, AddPrefixSpaceConvertsEvenBesideATokenizerJson) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model());
  folder.write("tokenizer.json", kTokenizerJson);
  folder.write("tokenizer_config.json",
               R"({"tokenizer_class":"T5Tokenizer","add_prefix_space":false,"extra_ids":0})");
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_EQ(tokenizer.encode("a b", false).tokens(), (std::vector<std::string>{"a", "▁", "b"}));
}

TEST(SentencePieceFolders, WithoutTheModelTokenizerJsonStandsIn) {
  const TemporaryFolder folder;
  folder.write("tokenizer.json", kTokenizerJson);
  folder.write("tokenizer_config.json",
               R"({"tokenizer_class":"T5Tokenizer","add_prefix_space":false,"extra_ids":0})");
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_EQ(tokenizer.encode("a", false).ids, std::vector<std::uint32_t>{0});
}

TEST(SentencePieceFolders, TheClassMayComeFromTheModelType) {
  const TemporaryFolder folder;
  folder.write("spiece.model", small_model());
  folder.write("config.json", R"({"model_type":"mt5"})");
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_EQ(tokenizer.encode("ab").ids.back(), tokenizer.token_to_id("</s>"));
  EXPECT_EQ(tokenizer.vocab_size(), 7U + 100U + 1U);  // the extra ids and <pad>
}

TEST(SentencePieceFolders, PaddingIsLeftWhereTheClassSaysSo) {
  for (const auto& [name, file, side] :
       {std::tuple{"LlamaTokenizer", "tokenizer.model", Side::left},
        std::tuple{"XLNetTokenizer", "spiece.model", Side::left},
        std::tuple{"T5Tokenizer", "spiece.model", Side::right}}) {
    const TemporaryFolder folder;
    folder.write(file, small_model(2));
    folder.write("tokenizer_config.json", Json{{"tokenizer_class", name}}.dump());
    EXPECT_EQ(Tokenizer::from_pretrained(folder.path()).padding_side(), side) << name;
  }
}

}  // namespace
}  // namespace penstock::testing
