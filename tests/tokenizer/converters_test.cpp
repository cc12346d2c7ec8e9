// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <string_view>

#include "support/temporary_folder.hpp"

// Folders without tokenizer.json. Expected values were read off transformers 4.57.6.

namespace penstock::testing {
namespace {

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

constexpr const char* kVocabTxt = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nab\n##ab\nThe\n";

TEST(Converters, VocabTxtBecomesABertTokenizer) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json", R"({"tokenizer_class":"BertTokenizer"})");
  write(folder.path() / "vocab.txt", kVocabTxt);
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  const Encoding encoding = tokenizer.encode("The abab", std::string_view("x"));
  EXPECT_EQ(encoding.ids, (std::vector<std::uint32_t>{2, 5, 6, 7, 3, 1, 3}));
  EXPECT_EQ(encoding.type_ids, (std::vector<std::uint32_t>{0, 0, 0, 0, 0, 1, 1}));
}

TEST(Converters, BertSettingsComeFromTheConfig) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json",
        R"({"tokenizer_class":"BertTokenizer","do_lower_case":false})");
  write(folder.path() / "vocab.txt", kVocabTxt);
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_EQ(tokenizer.encode("The").ids, (std::vector<std::uint32_t>{2, 8, 3}));
}

constexpr const char* kVocabJson =
    R"({"<s>":0,"</s>":1,"<unk>":2,"<pad>":3,"<mask>":4,"a":5,"b":6,"ab":7,"Ġ":8,"Ġab":9})";

TEST(Converters, VocabJsonAndMergesBecomeARobertaTokenizer) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json", R"({"tokenizer_class":"RobertaTokenizer"})");
  write(folder.path() / "vocab.json", kVocabJson);
  write(folder.path() / "merges.txt", "#version: 0.2\na b\nĠ ab\n");
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_EQ(tokenizer.encode("ab ab").ids, (std::vector<std::uint32_t>{0, 7, 9, 1}));
}

TEST(Converters, TheLastMergeNeedsALineBreak) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json", R"({"tokenizer_class":"RobertaTokenizer"})");
  write(folder.path() / "vocab.json", kVocabJson);
  write(folder.path() / "merges.txt", "#version: 0.2\na b\nĠ ab");
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_EQ(tokenizer.encode("ab ab").ids, (std::vector<std::uint32_t>{0, 7, 8, 7, 1}));
}

TEST(Converters, AMergeOfOneTokenIsAnError) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json", R"({"tokenizer_class":"RobertaTokenizer"})");
  write(folder.path() / "vocab.json", kVocabJson);
  write(folder.path() / "merges.txt", "#version: 0.2\nab\n");
  try {
    (void)Tokenizer::from_pretrained(folder.path());
    FAIL() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
  }
}

// A folder as it is typed, with the slash that a shell puts there.
TEST(Converters, WhatIsWrongWithTheFilesTogetherIsSaidOfTheFolder) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json", R"({"tokenizer_class":"RobertaTokenizer"})");
  write(folder.path() / "vocab.json", kVocabJson);
  write(folder.path() / "merges.txt", "#version: 0.2\na x\n");
  try {
    (void)Tokenizer::from_pretrained(folder.path() / "");
    FAIL() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_EQ(error.what(), "The tokenizer made of the files in " + folder.path().string() +
                                "/: Token `x` out of vocabulary, but a merge needs it");
  }
}

TEST(Converters, AMissingVocabularyNamesTheFiles) {
  const TemporaryFolder folder;
  write(folder.path() / "tokenizer_config.json", R"({"tokenizer_class":"RobertaTokenizer"})");
  try {
    (void)Tokenizer::from_pretrained(folder.path());
    FAIL() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
    EXPECT_NE(std::string(error.what()).find("vocab.json and merges.txt"), std::string::npos);
  }
}

}  // namespace
}  // namespace penstock::testing
