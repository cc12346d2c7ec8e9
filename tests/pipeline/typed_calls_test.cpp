// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <penstock/error.hpp>
#include <penstock/feature_extraction.hpp>
#include <penstock/fill_mask.hpp>
#include <penstock/question_answering.hpp>
#include <penstock/sentence_embedder.hpp>
#include <penstock/text_ranking.hpp>
#include <penstock/token_classification.hpp>
#include <penstock/zero_shot_classification.hpp>

#include "support/backends.hpp"

// Typed calls on real runtimes: they answer what the JSON calls answer, lists as one by one.

namespace penstock {
namespace {

constexpr std::array<std::string_view, 3> kTexts = {"I love this [MASK] and the [MASK]",
                                                    "the [MASK] was cold", "a [MASK]"};

class TypedCallsTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND(GetParam()); }

  [[nodiscard]] PipelineOptions options(const std::string& model) const {
    PipelineOptions options;
    options.model = PENSTOCK_TEST_DATA "/models/" + model;
    options.accelerator = GetParam();
    return options;
  }

  [[nodiscard]] double tolerance() const { return GetParam() == "ort" ? 1e-5 : 1e-4; }
};

TEST_P(TypedCallsTest, FillMask) {
  const FillMask fill(options("electra-fill-mask"));
  const auto lists = fill(kTexts, {.top_k = 3, .batch_size = 3});
  ASSERT_EQ(lists.size(), kTexts.size());
  EXPECT_EQ(lists[0].size(), 2U);
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const auto alone = fill(kTexts[i], {.top_k = 3});
    ASSERT_EQ(lists[i].size(), alone.size());
    for (std::size_t m = 0; m < alone.size(); ++m) {
      ASSERT_EQ(lists[i][m].size(), 3U);
      for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(lists[i][m][k].score, alone[m][k].score, tolerance());
      }
    }
  }
  const Json json = fill.pipeline()("a [MASK]", {{"top_k", 1}});
  EXPECT_EQ(json[0]["sequence"], lists[2][0][0].sequence);
  EXPECT_EQ(fill("a [MASK]", {.targets = {"film"}}).at(0).size(), 1U);
}

TEST_P(TypedCallsTest, TokenClassification) {
  const TokenClassification ner(options("deberta-v2-token-classification"));
  const TokenClassificationOptions all{.ignore_labels = {}, .batch_size = 2};
  const auto lists = ner(kTexts, all);
  ASSERT_EQ(lists.size(), kTexts.size());
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const std::vector<Entity> alone = ner(kTexts[i], {.ignore_labels = {}});
    ASSERT_EQ(lists[i].size(), alone.size());
    for (std::size_t k = 0; k < alone.size(); ++k) {
      EXPECT_EQ(lists[i][k].entity, alone[k].entity);
      EXPECT_EQ(lists[i][k].start, alone[k].start);
      EXPECT_NEAR(lists[i][k].score, alone[k].score, tolerance());
    }
  }
  const std::vector<std::string> words = {"I", "love", "film"};
  EXPECT_EQ(ner(words, all).back().end, 11U);  // of the words joined by spaces
}

TEST_P(TypedCallsTest, ZeroShotClassification) {
  const ZeroShotClassification classify(options("xlm-roberta-zero-shot-classification"));
  const std::vector<std::string> labels = {"film", "food", "day"};
  const auto lists = classify(kTexts, labels, {.multi_label = true, .batch_size = 4});
  ASSERT_EQ(lists.size(), kTexts.size());
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const ZeroShotResult alone = classify(kTexts[i], labels, {.multi_label = true});
    EXPECT_EQ(lists[i].sequence, kTexts[i]);
    for (std::size_t k = 0; k < labels.size(); ++k) {
      EXPECT_NEAR(lists[i].scores[k], alone.scores[k], tolerance());
    }
  }
  const std::array<std::string_view, 2> empty = {"a", ""};
  EXPECT_THROW((void)classify(empty, labels), Error);
}

TEST_P(TypedCallsTest, QuestionAnswering) {
  const QuestionAnswering ask(options("albert-question-answering"));
  const std::vector<Question> questions = {{"what film", "a quiet little film"},
                                           {"who", "nobody in it is alive"}};
  const auto lists = ask(questions, {.top_k = 2, .batch_size = 2});
  ASSERT_EQ(lists.size(), 2U);
  const Json json = ask.pipeline()({{"question", "who"}, {"context", "nobody in it is alive"}});
  EXPECT_EQ(lists[1].at(0).answer, json["answer"]);
  EXPECT_NEAR(lists[1].at(0).score, json["score"].get<double>(), tolerance());
}

TEST_P(TypedCallsTest, FeatureExtraction) {
  const FeatureExtraction extract(options("mpnet-feature-extraction"));
  const FeatureExtractionOptions together{
      .truncation = false, .max_length = std::nullopt, .batch_size = 3};
  const std::vector<Tensor> lists = extract(kTexts, together);
  ASSERT_EQ(lists.size(), kTexts.size());
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const Tensor alone = extract(kTexts[i]);
    ASSERT_EQ(lists[i].shape(), alone.shape());
    EXPECT_NEAR(lists[i].values<float>().back(), alone.values<float>().back(), 1e-4);
  }
}

TEST_P(TypedCallsTest, SentenceEmbedder) {
  const SentenceEmbedder embed(options("mpnet-sentence-similarity"));
  const Tensor rows = embed.encode(kTexts, {.batch_size = 2});
  EXPECT_EQ(rows.shape(), (Shape{3, 6}));
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    const Json json = embed.pipeline()(std::string(kTexts[i]));
    const Tensor alone = embed.encode(kTexts[i]);
    for (std::size_t k = 0; k < 6; ++k) {
      EXPECT_NEAR(rows.values<float>()[i * 6 + k], json[k].get<float>(), tolerance());
      EXPECT_NEAR(alone.values<float>()[k], json[k].get<float>(), tolerance());
    }
  }
  EXPECT_EQ(embed.similarity_function(), SimilarityFunction::euclidean);
  const Tensor scores = embed.similarity(rows, rows);
  EXPECT_EQ(scores.shape(), (Shape{3, 3}));
  EXPECT_EQ(scores.values<float>()[4], 0.0F);
  EXPECT_EQ(embed.encode(std::span<const std::string_view>()).dim(0), 0);
  EXPECT_EQ(embed.encode(kTexts, {.truncate_dim = 2}).shape(), (Shape{3, 2}));
}

TEST_P(TypedCallsTest, SentenceEmbedderPrompts) {
  const SentenceEmbedder embed(options("mpnet-sentence-similarity"));
  const std::array<std::string_view, 1> text = {"film"};
  const auto first = [](const Tensor& tensor) { return tensor.values<float>()[0]; };
  const float query = first(embed.encode(text, {.prompt = "What is: "}));
  EXPECT_FLOAT_EQ(first(embed.encode_query(text)), query);
  EXPECT_FLOAT_EQ(first(embed.encode(text, {.prompt_name = "query"})), query);
  EXPECT_FLOAT_EQ(first(embed.encode_document(text)), first(embed.encode(text)));
  EXPECT_NE(first(embed.encode(text)), query);
  EXPECT_THROW((void)embed.encode(text, {.prompt_name = "nobody"}), Error);
}

TEST_P(TypedCallsTest, TextRanking) {
  const TextRanking rank(options("electra-text-ranking"));
  const auto ranked = rank("film", kTexts);
  ASSERT_EQ(ranked.size(), 3U);
  EXPECT_GE(ranked[0].score, ranked[1].score);
  const Json json =
      rank.pipeline()({{"query", "film"}, {"documents", {kTexts[0], kTexts[1], kTexts[2]}}});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(ranked[i].index, json[i]["corpus_id"]);
    EXPECT_NEAR(ranked[i].score, json[i]["score"].get<float>(), tolerance());
  }
  EXPECT_EQ(rank("film", kTexts, {.top_k = 1}).size(), 1U);
  const std::vector<TextPair> pairs = {{"film", kTexts[0]}, {"film", kTexts[1]}};
  const auto logits = rank.predict(pairs, {.function_to_apply = FunctionToApply::none});
  const auto scores = rank.predict(pairs);
  EXPECT_NEAR(1 / (1 + std::exp(-logits[1].at(0))), scores[1].at(0), 1e-6);
  const std::vector<TextPair> half = {{"film"}};
  EXPECT_THROW((void)rank.predict(half), Error);
}

INSTANTIATE_TEST_SUITE_P(Accelerators, TypedCallsTest, ::testing::Values("ort", "ov"),
                         [](const auto& accelerator) { return accelerator.param; });

}  // namespace
}  // namespace penstock
