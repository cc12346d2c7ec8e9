// SPDX-License-Identifier: Apache-2.0
#include <penstock/text_classification.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <penstock/error.hpp>
#include <thread>

#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

// Typed calls on real runtimes: they answer what the JSON calls answer.

namespace penstock {
namespace {

using ::testing::HasSubstr;

constexpr const char* kModel = PENSTOCK_TEST_DATA "/models/bert-sentiment";
const std::vector<TextPair> kInputs = {{"I love this film"}, {"cold", "slow"}, {""}, {"a b c d e"}};

class TextClassificationTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND(GetParam()); }

  [[nodiscard]] PipelineOptions options(const std::string& model = kModel) const {
    PipelineOptions options;
    options.model = model;
    options.accelerator = GetParam();
    return options;
  }
};

TEST_P(TextClassificationTest, TypedAndJsonCallsAgree) {
  const TextClassification classify(options());
  const Json json = classify.pipeline()("I love this film", {{"top_k", nullptr}});
  const std::vector<Label> typed = classify("I love this film", {.top_k = std::nullopt});
  ASSERT_EQ(typed.size(), json.size());
  for (std::size_t i = 0; i < typed.size(); ++i) {
    EXPECT_EQ(typed[i].label, json[i]["label"]);
    EXPECT_EQ(static_cast<double>(typed[i].score), json[i]["score"]);
  }
}

TEST_P(TextClassificationTest, TheLargestCountMeansAllLabels) {
  const TextClassification classify(options());
  const auto all = classify("I love this film", {.top_k = std::nullopt});
  const auto most =
      classify("I love this film", {.top_k = std::numeric_limits<std::size_t>::max()});
  EXPECT_EQ(most.size(), all.size());
}

TEST_P(TextClassificationTest, BatchesAgreeWithSingleCalls) {
  const TextClassification classify(options());
  const auto batched = classify(kInputs, {.top_k = std::nullopt, .batch_size = 3});
  ASSERT_EQ(batched.size(), kInputs.size());
  for (std::size_t i = 0; i < kInputs.size(); ++i) {
    const auto single = classify(kInputs[i], {.top_k = std::nullopt});
    ASSERT_EQ(batched[i].size(), single.size());
    for (std::size_t k = 0; k < single.size(); ++k) {
      EXPECT_EQ(batched[i][k].label, single[k].label);
      EXPECT_NEAR(batched[i][k].score, single[k].score, 1e-5);
    }
  }
}

TEST_P(TextClassificationTest, CallsWithoutOptionsFollowTheConstruction) {
  PipelineOptions given = options();
  given.parameters = {{"top_k", 2}};
  EXPECT_EQ(TextClassification(given)("film").size(), 2U);
  EXPECT_EQ(TextClassification(options())("film").size(), 1U);
}

TEST_P(TextClassificationTest, TooLongATextFailsClearlyAndTheNextAnswers) {
  const TextClassification classify(options());
  const std::string text(500, '.');
  try {
    (void)classify(text);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("502 tokens"));
    EXPECT_THAT(error.what(), HasSubstr("at most 32"));
    EXPECT_THAT(error.what(), HasSubstr("truncation"));
  }
  EXPECT_EQ(classify(text, {.truncation = true}).size(), 1U);
  EXPECT_EQ(classify("film").size(), 1U);
}

TEST_P(TextClassificationTest, OneObjectServesManyThreads) {
  const TextClassification classify(options());
  const std::vector<Label> alone = classify("I love this film");
  std::vector<std::thread> threads;
  std::vector<float> scores(4);
  for (float& score : scores) {
    threads.emplace_back([&classify, &score] {
      for (int i = 0; i < 20; ++i) score = classify("I love this film").front().score;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const float score : scores) EXPECT_NEAR(score, alone.front().score, 1e-5);
}

TEST_P(TextClassificationTest, GraphFileInsteadOfItsFolder) {
  const std::string file = std::string(kModel) + "/model.onnx";
  const TextClassification classify(options(file));
  EXPECT_EQ(classify.pipeline().model_file(), file);
  EXPECT_EQ(classify("film").size(), 1U);
}

TEST_P(TextClassificationTest, DamagedGraphNamesTheFile) {
  const testing::TemporaryFolder folder;
  for (const char* name : {"config.json", "tokenizer.json", "tokenizer_config.json"}) {
    std::filesystem::copy(std::filesystem::path(kModel) / name, folder.path() / name);
  }
  folder.write("model.onnx", "not a graph");
  try {
    (void)TextClassification(options(folder.path().string()));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("model.onnx"));
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, TextClassificationTest, ::testing::Values("ort", "ov"),
                         [](const auto& accelerator) { return accelerator.param; });

}  // namespace
}  // namespace penstock
