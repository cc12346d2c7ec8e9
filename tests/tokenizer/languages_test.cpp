// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"
#include "tokenizer/base64.hpp"

// Tokenizers that name the language of a text. The golden file is make_languages_golden.py's.

namespace penstock::testing {
namespace {

using Ids = std::vector<std::uint32_t>;

Json read_lines(const std::filesystem::path& path) {
  std::ifstream file(path);
  Json lines = Json::array();
  for (std::string line; std::getline(file, line);) lines.push_back(Json::parse(line));
  return lines;
}

const std::filesystem::path kData = PENSTOCK_TOKENIZER_DATA;

const Json& recorded() {
  static const Json lines = read_lines(kData / "languages.jsonl");
  return lines;
}

std::string model_named(const std::string& name) {
  for (const Json& row : read_lines(kData / "sentencepiece.jsonl")) {
    if (row.contains("model") && row["model"] == name) {
      return base64_decode(row["base64"].get<std::string>()).value();
    }
  }
  throw std::runtime_error("no model " + name);
}

void write_slow_folder(const TemporaryFolder& folder, const std::string& name) {
  std::ifstream file(std::filesystem::path(PENSTOCK_TEST_DATA) / "../golden/slow_tokenizers.json");
  const Json slow = Json::parse(file);
  for (const Json& entry : slow.at("cases")) {
    if (entry["name"] != name) continue;
    for (const auto& [path, content] : entry["files"].items()) {
      folder.write(path, content.is_string()
                             ? content.get<std::string>()
                             : *base64_decode(content["base64"].get<std::string>()));
    }
  }
}

Tokenizer load_row(const Json& row) {
  const TemporaryFolder folder;
  if (row.contains("slow")) {
    write_slow_folder(folder, row["slow"]);
  } else {
    folder.write(row["file"].get<std::string>(), model_named(row["of"]));
    folder.write("tokenizer_config.json", row["config"].dump());
  }
  return Tokenizer::from_pretrained(folder.path());
}

Ids encode_to_ids(const Tokenizer& tokenizer, const std::string& text) {
  return tokenizer.encode({text, {}, {}}, {}).ids;
}

void check(const Tokenizer& tokenizer, const Json& test) {
  const std::string source = test["src_lang"];
  const std::string target = test["tgt_lang"];
  if (test.value("refused", false)) {
    EXPECT_THROW((void)tokenizer.with_languages(source, target), Error);
    return;
  }
  const Tokenizer switched = tokenizer.with_languages(source, target);
  EXPECT_EQ(switched.language_id(target), test["forced_bos_token_id"].get<std::uint32_t>());
  const Json& texts = recorded().front()["texts"];
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string text = texts[i];
    EXPECT_EQ(encode_to_ids(switched, text), test["ids"][i].get<Ids>()) << text;
  }
}

TEST(Languages, EverySwitchAnswersAsTheReference) {
  std::size_t cases = 0;
  for (const Json& row : recorded()) {
    if (!row.contains("cases")) continue;
    const Tokenizer tokenizer = load_row(row);
    EXPECT_TRUE(tokenizer.has_languages());
    for (const Json& test : row["cases"]) {
      SCOPED_TRACE(row.value("slow", row.value("config", Json()).dump()) + test.dump());
      check(tokenizer, test);
      ++cases;
    }
  }
  EXPECT_GE(cases, 24U);
}

// The copy of a copy, and the tokenizer that it was made from, which keeps its own language.
TEST(Languages, ACopyLeavesItsOriginAsItWas) {
  for (const Json& row : recorded()) {
    if (!row.contains("cases")) continue;
    const Tokenizer tokenizer = load_row(row);
    const Ids before = encode_to_ids(tokenizer, "fox");
    const Json& first = row["cases"][0];
    const std::string source = first["src_lang"];
    const std::string target = first["tgt_lang"];
    const Tokenizer there = tokenizer.with_languages(source, target);
    const Tokenizer back = there.with_languages(target, source).with_languages(source, target);
    EXPECT_NE(encode_to_ids(there, "fox"), before);  // the first pair differs from the folder's own
    EXPECT_EQ(encode_to_ids(back, "fox"), encode_to_ids(there, "fox"));
    EXPECT_EQ(encode_to_ids(tokenizer, "fox"), before);
  }
}

TEST(Languages, AnEncodingOutlivesTheCopyThatMadeIt) {
  const Encoding encoding =
      load_row(recorded()[1]).with_languages("ro_RO", "en_XX").encode("the fox");
  EXPECT_EQ(encoding.tokens().back(), "ro_RO");
}

TEST(Languages, AClassWithoutLanguagesRefusesThem) {
  const TemporaryFolder folder;
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"ByT5Tokenizer"})");
  const Tokenizer tokenizer = Tokenizer::from_pretrained(folder.path());
  EXPECT_FALSE(tokenizer.has_languages());
  EXPECT_FALSE(tokenizer.language_id("en"));
  try {
    (void)tokenizer.with_languages("en", "fr");
    FAIL() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  }
}

}  // namespace
}  // namespace penstock::testing
