// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>

#include "support/backends.hpp"

// tests/golden/translation.json (tools/golden/translation_models.py): tokenizers that know
// languages, and Marian's, with models of their kind.

namespace penstock {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class TranslationGoldenTest : public ::testing::TestWithParam<const char*> {};

// OpenVINO runs no merged decoders.
bool runs(const std::string& accelerator, const std::string& model) {
  return accelerator == "ort" || (model != "mbart50" && model != "marian");
}

// `raised`: "ValueError: text". A KeyError's text is in quotation marks; what stands behind it here
// says what to do.
void expect_as(const std::string& raised, const Error& error) {
  const std::size_t colon = raised.find(": ");
  const std::string kind = raised.substr(0, colon);
  const std::string text = raised.substr(colon + 2);
  if (kind == "ValueError") {
    EXPECT_EQ(error.what(), text);
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  } else if (kind == "KeyError" && text.starts_with('"')) {
    EXPECT_EQ(error.what(), text.substr(1, text.size() - 2));
    EXPECT_EQ(error.code(), ErrorCode::not_found);
  } else if (kind == "KeyError") {
    EXPECT_THAT(error.what(), StartsWith(text));
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  } else {
    EXPECT_EQ(kind, "TypeError");
    EXPECT_THAT(error.what(), HasSubstr(text.substr(text.find("generate() "))));
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  }
}

Pipeline load(const std::string& accelerator, const Json& item) {
  PipelineOptions options;
  options.model = PENSTOCK_TEST_DATA "/translation/" + item["model"].get<std::string>();
  options.accelerator = accelerator;
  options.parameters = item["construction"];
  if (accelerator == "ov") {
    options.model_kwargs = {{"ov_config", {{"INFERENCE_PRECISION_HINT", "f32"}}}};
  }
  return pipeline(item["task"].get<std::string>(), options);
}

TEST_P(TranslationGoldenTest, AnswersAsTheReference) {
  PENSTOCK_REQUIRE_BACKEND(GetParam());
  std::ifstream file(std::string(PENSTOCK_TEST_DATA) + "/../golden/translation.json");
  const Json golden = Json::parse(file);
  std::map<std::string, Pipeline> pipelines;
  std::size_t checked = 0;
  for (const Json& item : golden["cases"]) {
    if (!runs(GetParam(), item["model"])) continue;
    SCOPED_TRACE(item.dump());
    ++checked;
    try {
      const Json made = {item["model"], item["task"], item["construction"]};
      auto pipe = pipelines.find(made.dump());
      if (pipe == pipelines.end()) {
        pipe = pipelines.emplace(made.dump(), load(GetParam(), item)).first;
      }
      const Json got = pipe->second(item["inputs"], item["call"]);
      EXPECT_FALSE(item.contains("error")) << got;
      EXPECT_EQ(got, item.value("expected", Json()));
    } catch (const Error& error) {
      ASSERT_TRUE(item.contains("error")) << error.what();
      expect_as(item["error"], error);
    }
  }
  EXPECT_GT(checked, 60U);
}

INSTANTIATE_TEST_SUITE_P(Accelerators, TranslationGoldenTest, ::testing::Values("ort", "ov"),
                         [](const auto& parameter) { return std::string(parameter.param); });

// Tokenizers that know languages do not pad, neither do they in the reference.
TEST(Translation, TextsOfAListInsideTheListAreEquallyLong) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Json item = {{"model", "mbart"}, {"task", "translation"}, {"construction", Json::object()}};
  const Pipeline translate = load("ort", item);
  const Json call = {{"src_lang", "en_XX"}, {"tgt_lang", "fr_XX"}, {"max_new_tokens", 3}};
  EXPECT_EQ(translate(Json::parse(R"([["the fox", "the fox"]])"), call).size(), 1U);
  try {
    (void)translate(Json::parse(R"([["the fox", "the quick brown fox"]])"), call);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_THAT(error.what(), HasSubstr("Unable to create tensor"));
  }
}

}  // namespace
}  // namespace penstock
