// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>
#include <string>

// Random small tokenizers against what the reference made of them (make_component_golden.py).

namespace penstock::testing {
namespace {

namespace fs = std::filesystem;

Json optional_list(const std::vector<std::uint32_t>& values) {
  Json list = Json::array();
  for (const std::uint32_t value : values) list.push_back(value == kNone ? Json() : Json(value));
  return list;
}

Json dump(const Encoding& encoding) {
  Json offsets = Json::array();
  for (const Offsets& offset : encoding.offsets) offsets.push_back({offset.begin, offset.end});
  Json windows = Json::array();
  for (const Encoding& window : encoding.overflowing) windows.push_back(dump(window));
  return {{"ids", encoding.ids},
          {"type_ids", encoding.type_ids},
          {"tokens", encoding.tokens()},
          {"offsets", offsets},
          {"word_ids", optional_list(encoding.word_ids)},
          {"sequence_ids", optional_list(encoding.sequence_ids)},
          {"attention_mask", encoding.attention_mask},
          {"special_tokens_mask", encoding.special_tokens_mask},
          {"overflowing", windows}};
}

Json answer(const Tokenizer& tokenizer, const Json& request) {
  if (request.contains("ids")) {
    return {{"text", tokenizer.decode(request["ids"].get<std::vector<std::uint32_t>>(), true)}};
  }
  const std::string text = request["text"];
  const bool special = request["add_special_tokens"];
  if (!request.contains("text_pair")) return dump(tokenizer.encode(text, special));
  return dump(tokenizer.encode(text, request["text_pair"].get<std::string>(), special));
}

TEST(ComponentsGolden, EveryRandomTokenizerAnswersAsTheReference) {
  std::ifstream golden(fs::path(PENSTOCK_TOKENIZER_DATA) / "components.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(golden, line)) << "the versions";
  const fs::path file = fs::path(::testing::TempDir()) / "penstock_components_golden.json";
  std::size_t cases = 0;
  while (std::getline(golden, line)) {
    const Json row = Json::parse(line);
    std::ofstream(file) << row["tokenizer"].get<std::string>();
    const Tokenizer tokenizer = Tokenizer::from_pretrained(file);
    for (const Json& test : row["cases"]) {
      SCOPED_TRACE(test["request"].dump() + " with " + row["tokenizer"].get<std::string>());
      ++cases;
      if (test.contains("error")) {
        EXPECT_THROW((void)answer(tokenizer, test["request"]), Error);
      } else {
        EXPECT_EQ(answer(tokenizer, test["request"]), test["expected"]);
      }
    }
  }
  fs::remove(file);
  EXPECT_GE(cases, 300U);
}

}  // namespace
}  // namespace penstock::testing
