// SPDX-License-Identifier: Apache-2.0
#include "tasks/feature_extraction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_task.hpp"

namespace penstock {
namespace {

using testing::FakeGraph;
using testing::FakeOutput;
using ::testing::HasSubstr;
using testing::refusal;

const Json kNone = Json::object();

FakeOutput vectors(const PenstockTensor& input_ids) { return testing::id_vectors(input_ids, 0.5F); }

std::unique_ptr<const Task> feature_task(FakeGraph graph, Json parameters = Json::object()) {
  return testing::make_task({.name = "feature-extraction",
                             .make = make_feature_extraction,
                             .graph = std::move(graph),
                             .parameters = std::move(parameters)});
}

std::unique_ptr<const Task> token_task(Json parameters = Json::object()) {
  return feature_task(
      {{{"input_ids"}, {"attention_mask"}},
       {{"last_hidden_state"}},
       [](std::span<const PenstockTensor> inputs) { return std::vector{vectors(inputs[0])}; }},
      std::move(parameters));
}

// [CLS] film [SEP]
const Json kFilm = parse_json("[[[2.0, 0.5], [92.0, 0.5], [3.0, 0.5]]]", "expected");
// [CLS] [SEP]
const Json kEmpty = parse_json("[[[2.0, 0.5], [3.0, 0.5]]]", "expected");

TEST(FeatureExtraction, AnswerKeepsTheBatchDimension) {
  EXPECT_EQ(token_task()->call("film", kNone), kFilm);
  EXPECT_EQ(token_task()->call("", kNone), kEmpty);
}

TEST(FeatureExtraction, ListGivesAListOfAnswers) {
  const auto task = token_task();
  EXPECT_EQ(task->call(Json::array({"film"}), kNone), Json::array({kFilm}));
  EXPECT_EQ(task->call(Json::array({"film", ""}), kNone), Json::array({kFilm, kEmpty}));
  EXPECT_EQ(task->call(Json::array(), kNone), Json::array());
}

TEST(FeatureExtraction, BatchesHoldNoVectorsOfPadding) {
  const auto task = token_task();
  const Json texts = {"", "film", "film story"};
  EXPECT_EQ(task->call(texts, {{"batch_size", 3}}), task->call(texts, kNone));
}

TEST(FeatureExtraction, PooledOutputIsARow) {
  const auto task =
      feature_task({{{"input_ids"}}, {{"embedding"}}, [](std::span<const PenstockTensor> inputs) {
                      return std::vector{FakeOutput{{1.0F, 2.0F}, {inputs[0].shape[0], 2}}};
                    }});
  EXPECT_EQ(task->call("film", kNone).dump(), "[[1.0,2.0]]");
}

TEST(FeatureExtraction, TokenVectorsAreFoundByName) {
  const auto task = feature_task(
      {{{"input_ids"}},
       {{"sentence_embedding"}, {"token_embeddings"}},
       [](std::span<const PenstockTensor> inputs) {
         return std::vector{FakeOutput{{1.0F, 2.0F}, {inputs[0].shape[0], 2}}, vectors(inputs[0])};
       }});
  EXPECT_EQ(task->call("film", kNone), kFilm);
}

std::size_t tokens(const Task& task, const Json& parameters) {
  return task.call(testing::repeated("film", 40), parameters)[0].size();
}

TEST(FeatureExtraction, TruncationIsOffUnlessItIsAskedFor) {
  const auto task = token_task();
  EXPECT_EQ(tokens(*task, kNone), 42U);
  EXPECT_EQ(tokens(*task, {{"truncation", true}}), 32U);  // the tokenizer's model_max_length
  EXPECT_EQ(tokens(*task, {{"truncation", false}}), 42U);
  EXPECT_EQ(tokens(*task, {{"tokenize_kwargs", {{"truncation", true}}}}), 32U);
  EXPECT_EQ(tokens(*task, {{"tokenize_kwargs", {{"truncation", true}, {"max_length", 5}}}}), 5U);
  EXPECT_EQ(tokens(*task, {{"truncation", true}, {"tokenize_kwargs", {{"max_length", 5}}}}), 5U);
}

TEST(FeatureExtraction, ParametersOfTheConstructionAreKept) {
  const auto task = token_task({{"truncation", true}});
  EXPECT_EQ(tokens(*task, kNone), 32U);
  EXPECT_EQ(tokens(*task, {{"truncation", false}}), 42U);
}

TEST(FeatureExtraction, TokenizeKwargsReachTheTokenizer) {
  EXPECT_EQ(
      token_task()->call("film", {{"tokenize_kwargs", {{"add_special_tokens", false}}}}).dump(),
      "[[[92.0,0.5]]]");
}

TEST(FeatureExtraction, NoTokensGiveNoVectors) {
  EXPECT_EQ(token_task()->call("", {{"tokenize_kwargs", {{"add_special_tokens", false}}}}).dump(),
            "[[]]");
}

TEST(FeatureExtraction, ReturnTensorsChangesNothing) {
  EXPECT_EQ(token_task()->call("film", {{"return_tensors", true}}), kFilm);
}

TEST(FeatureExtraction, TruncationTwiceIsRefused) {
  EXPECT_EQ(refusal(*token_task(), "film",
                    {{"truncation", true}, {"tokenize_kwargs", {{"truncation", true}}}}),
            "truncation parameter defined twice (given as keyword argument as well as in "
            "tokenize_kwargs)");
}

TEST(FeatureExtraction, BadCallsAreRefusedAndTheNextIsUnharmed) {
  const auto task = token_task();
  EXPECT_THAT(refusal(*task, 5), HasSubstr("got 5"));
  EXPECT_THAT(refusal(*task, Json::array({"film", nullptr})), HasSubstr("got null"));
  EXPECT_THAT(refusal(*task, "film", {{"tokenize_kwargs", {{"bogus", 1}}}}), HasSubstr("`bogus`"));
  EXPECT_THAT(refusal(*task, "film", {{"pool", true}}), HasSubstr("`pool`"));
  EXPECT_EQ(task->call("film", kNone), kFilm);
}

}  // namespace
}  // namespace penstock
