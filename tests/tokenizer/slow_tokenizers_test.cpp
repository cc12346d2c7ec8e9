// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"
#include "tokenizer/base64.hpp"

// Folders without tokenizer.json: converted classes, and those that exist in Python only. The
// golden file is tools/golden/slow_tokenizers.py's; other values were read off transformers 4.57.6.

namespace penstock::testing {
namespace {

using Ids = std::vector<std::uint32_t>;

const Json& recorded_answers() {
  static const Json golden = [] {
    std::ifstream file(std::filesystem::path(PENSTOCK_TEST_DATA) /
                       "../golden/slow_tokenizers.json");
    return Json::parse(file).at("cases");
  }();
  return golden;
}

void write_files(const TemporaryFolder& folder, const Json& files) {
  for (const auto& [name, content] : files.items()) {
    folder.write(name, content.is_string() ? content.get<std::string>()
                                           : *base64_decode(content["base64"].get<std::string>()));
  }
}

// The folder recorded_answers under a name, with some files changed.
Tokenizer load_slow(const std::string& name, const Json& changes = Json::object()) {
  for (const Json& entry : recorded_answers()) {
    if (entry["name"] != name) continue;
    const TemporaryFolder folder;
    write_files(folder, entry["files"]);
    write_files(folder, changes);
    return Tokenizer::from_pretrained(folder.path());
  }
  throw std::runtime_error("no folder " + name);
}

Json config(const char* text) { return {{"tokenizer_config.json", text}}; }

TruncationStrategy strategy_of(const Json& call) {
  const std::string name = call.value("truncation", "do_not_truncate");
  if (name == "longest_first") return TruncationStrategy::longest_first;
  if (name == "only_first") return TruncationStrategy::only_first;
  return TruncationStrategy::do_not_truncate;
}

EncodeOptions options_of(const Json& call) {
  EncodeOptions options;
  if (call.contains("max_length")) options.max_length = call["max_length"].get<std::size_t>();
  options.truncation = strategy_of(call);
  options.stride = call.value("stride", 0U);
  options.return_overflowing_tokens = call.value("return_overflowing_tokens", false);
  if (call.contains("truncation_side")) options.truncation_side = Side::left;
  if (call.contains("padding_side")) options.padding_side = Side::left;
  if (call.contains("padding")) options.padding = PaddingStrategy::max_length;
  return options;
}

void check_slow(const Tokenizer& tokenizer, const Json& test) {
  const std::string text = test["text"];
  TextInput input;
  input.text = text;
  if (!test["pair"].is_null()) input.text_pair = test["pair"].get_ref<const std::string&>();
  const Encoding encoding = tokenizer.encode(input, options_of(test["call"]));
  EXPECT_EQ(Json(encoding.ids), test["ids"]);
  EXPECT_EQ(Json(encoding.attention_mask), test["attention_mask"]);
  const Json overflow =
      encoding.overflowing.empty() ? Json::array() : Json(encoding.overflowing.front().ids);
  EXPECT_EQ(overflow, test["overflowing"]);
}

void check_fast(const Tokenizer& tokenizer, const Json& test) {
  const std::string text = test["text"];
  const Encoding encoding = test["pair"].is_null()
                                ? tokenizer.encode(text)
                                : tokenizer.encode(text, test["pair"].get<std::string>());
  Json offsets = Json::array();
  for (const Offsets& offset : encoding.offsets) offsets.push_back({offset.begin, offset.end});
  EXPECT_EQ(Json(encoding.ids), test["ids"]);
  EXPECT_EQ(Json(encoding.type_ids), test["type_ids"]);
  EXPECT_EQ(offsets, test["offsets"]);
}

TEST(SlowTokenizersGolden, EveryFolderAnswersAsTheReference) {
  std::size_t cases = 0;
  for (const Json& entry : recorded_answers()) {
    const Tokenizer tokenizer = load_slow(entry["name"]);
    for (const Json& test : entry["cases"]) {
      SCOPED_TRACE(entry["name"].get<std::string>() + ": " + test.dump());
      ++cases;
      if (test.contains("decode")) {
        EXPECT_EQ(tokenizer.decode(test["decode"].get<Ids>(), test["skip"].get<bool>()),
                  test["decoded"].get<std::string>());
      } else if (test.contains("call")) {
        EXPECT_FALSE(tokenizer.is_fast());
        check_slow(tokenizer, test);
      } else {
        EXPECT_TRUE(tokenizer.is_fast());
        check_fast(tokenizer, test);
      }
    }
  }
  EXPECT_GE(cases, 400U);
}

TEST(SlowTokenizers, KnowNoOffsetsWordsAndSequences) {
  const Encoding encoding = load_slow("ByT5Tokenizer").encode("ab");
  EXPECT_EQ(encoding.offsets, (std::vector<Offsets>(3)));
  EXPECT_EQ(encoding.word_ids, Ids(3, kNone));
  EXPECT_EQ(encoding.sequence_ids, Ids(3, kNone));
  EXPECT_EQ(encoding.tokens(), (std::vector<std::string>{"a", "b", "</s>"}));
}

TEST(SlowTokenizers, BatchesArePaddedTogether) {
  TextInput inputs[2];
  inputs[0].text = "ab";
  inputs[1].text = "a";
  EncodeOptions options;
  options.padding = PaddingStrategy::longest;
  const BatchEncoding batch = load_slow("ByT5Tokenizer").encode_batch(inputs, options);
  const auto ids = batch.input_ids.values<std::int64_t>();
  const auto mask = batch.attention_mask.values<std::int64_t>();
  EXPECT_EQ(std::vector<std::int64_t>(ids.begin(), ids.end()),
            (std::vector<std::int64_t>{100, 101, 1, 100, 1, 0}));
  EXPECT_EQ(std::vector<std::int64_t>(mask.begin(), mask.end()),
            (std::vector<std::int64_t>{1, 1, 1, 1, 1, 0}));
}

TEST(SlowTokenizers, SplitWordsAreTokenizedOneByOne) {
  const std::vector<std::string> words{"AB", "A"};
  TextInput input;
  input.words = words;
  // Each word gets a delimiter in front of it.
  EXPECT_EQ(load_slow("Wav2Vec2CTCTokenizer").encode(input, {}).ids, (Ids{4, 5, 6, 4, 5}));
}

TEST(SlowTokenizers, ModelMaxLengthComesFromTheClassUnlessGiven) {
  EXPECT_EQ(load_slow("MarianTokenizer").model_max_length(), 512U);
  EXPECT_EQ(load_slow("CanineTokenizer").model_max_length(), 2048U);
  EXPECT_FALSE(load_slow("MarianTokenizer", config(R"({"tokenizer_class":"MarianTokenizer",)"
                                                   R"("model_max_length":null})"))
                   .model_max_length());
}

TEST(SlowTokenizers, OverflowOfAPairIsNotToldApart) {
  TextInput input;
  input.text = "ab";
  input.text_pair = "ab";
  EncodeOptions options;
  options.max_length = 3;
  options.truncation = TruncationStrategy::longest_first;
  const Tokenizer tokenizer = load_slow("ByT5Tokenizer");
  EXPECT_EQ(tokenizer.encode(input, options).size(), 3U);
  options.return_overflowing_tokens = true;
  EXPECT_THROW((void)tokenizer.encode(input, options), Error);
}

TEST(SlowTokenizers, InvalidUtf8IsRefusedAndSpoilsNothing) {
  const Tokenizer tokenizer = load_slow("MarianTokenizer");
  const Ids before = tokenizer.encode("ab").ids;
  EXPECT_THROW((void)tokenizer.encode("\xFF"), Error);
  EXPECT_EQ(tokenizer.encode("ab").ids, before);
}

TEST(SlowTokenizers, AMissingFileIsNamed) {
  const TemporaryFolder folder;
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"MarianTokenizer"})");
  folder.write("vocab.json", "{}");
  try {
    (void)Tokenizer::from_pretrained(folder.path());
    FAIL() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
    EXPECT_NE(std::string(error.what()).find("source.spm, target.spm"), std::string::npos);
  }
}

TEST(SlowTokenizers, DamagedFilesAreErrors) {
  EXPECT_THROW((void)load_slow("MarianTokenizer", {{"source.spm", "no model"}}), Error);
  EXPECT_THROW((void)load_slow("MarianTokenizer", {{"vocab.json", "[1]"}}), Error);
  EXPECT_THROW((void)load_slow("MarianTokenizer", {{"vocab.json", R"({"</s>":0,"<unk>":1})"}}),
               Error)
      << "without the padding token";
  EXPECT_THROW((void)load_slow("Wav2Vec2CTCTokenizer", {{"vocab.json", R"({"eng":{"a":0}})"}}),
               Error)
      << "several languages, none chosen";
  EXPECT_THROW((void)load_slow("Wav2Vec2CTCTokenizer", {{"vocab.json", R"({"a":-1})"}}), Error);
  EXPECT_THROW((void)load_slow("tiktoken", {{"tokenizer.model", "YQ== one\n"}}), Error);
  const std::string long_token(4000, 'A');
  EXPECT_THROW((void)load_slow("tiktoken", {{"tokenizer.model", long_token + " 0\n"}}), Error);
  EXPECT_THROW((void)load_slow("tekken", {{"tekken.json", R"({"vocab":[]})"}}), Error);
}

TEST(SlowTokenizers, UnknownLanguagesAreErrors) {
  EXPECT_THROW((void)load_slow("M2M100Tokenizer",
                               config(R"({"tokenizer_class":"M2M100Tokenizer","src_lang":"xx"})")),
               Error);
  EXPECT_THROW((void)load_slow("WhisperTokenizer",
                               config(R"({"tokenizer_class":"WhisperTokenizer","language":"xx"})")),
               Error);
  EXPECT_THROW((void)load_slow("WhisperTokenizer",
                               config(R"({"tokenizer_class":"WhisperTokenizer","task":"sing"})")),
               Error);
}

TEST(SlowTokenizers, AnUnknownCharacterWithoutUnkTokenIsAnError) {
  const Tokenizer tokenizer =
      load_slow("Wav2Vec2CTCTokenizer",
                config(R"({"tokenizer_class":"Wav2Vec2CTCTokenizer","unk_token":null})"));
  EXPECT_THROW((void)tokenizer.encode("a?"), Error);
  EXPECT_THROW((void)tokenizer.decode(Ids{900}), Error);
  EXPECT_EQ(tokenizer.encode("AB").ids, (Ids{5, 6}));
}

TEST(SlowTokenizers, IdsBeyondTheAlphabetAreErrors) {
  EXPECT_THROW((void)load_slow("CanineTokenizer").decode(Ids{0x110000}), Error);
  EXPECT_THROW((void)load_slow("CanineTokenizer").decode(Ids{0xD800}), Error);
  EXPECT_THROW((void)load_slow("ByT5Tokenizer").decode(Ids{1000}), Error);
}

TEST(SlowTokenizers, ConvertedClassesCleanUpAsTheirSlowOnesDo) {
  // No clean_up_tokenization_spaces in the folder: the slow class says true, the fast one false.
  const Tokenizer tokenizer = load_slow("BertTokenizer");
  const Ids ids = tokenizer.encode("x 's", false).ids;
  EXPECT_EQ(tokenizer.decode(ids), "x's");
}

TEST(SlowTokenizers, CodeGenRefusesABosToken) {
  EXPECT_THROW((void)load_slow("GPT2Tokenizer", config(R"({"tokenizer_class":"CodeGenTokenizer",)"
                                                       R"("add_bos_token":true})")),
               Error);
}

}  // namespace
}  // namespace penstock::testing
