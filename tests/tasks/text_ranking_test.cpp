// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_ranking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_task.hpp"

namespace penstock {
namespace {

using testing::FakeGraph;
using testing::FakeOutput;
using ::testing::HasSubstr;
using testing::refusal;

const Json kNoRankingParameters = Json::object();

// A pair's logit is its number of tokens; with several labels the label's number is added.
FakeGraph counting_graph(std::int64_t labels) {
  return {{{"input_ids"}, {"attention_mask"}},
          {{"logits"}},
          [labels](std::span<const PenstockTensor> inputs) {
            FakeOutput output{{}, {inputs[1].shape[0], labels}};
            const std::vector<std::int64_t> mask = testing::int64_values(inputs[1]);
            const auto width = static_cast<std::size_t>(inputs[1].shape[1]);
            for (std::size_t row = 0; row < mask.size(); row += width) {
              float tokens = 0;
              for (std::size_t i = 0; i < width; ++i) tokens += static_cast<float>(mask[row + i]);
              for (std::int64_t k = 0; k < labels; ++k) {
                output.values.push_back(tokens + static_cast<float>(k));
              }
            }
            return std::vector{output};
          }};
}

std::unique_ptr<const Task> ranking_task(const char* config = "{}", std::int64_t labels = 1,
                                         Json parameters = Json::object()) {
  return testing::make_task({.name = "text-ranking",
                             .make = make_text_ranking,
                             .graph = counting_graph(labels),
                             .parameters = std::move(parameters),
                             .config = config});
}

constexpr const char* kIdentity =
    R"({"sentence_transformers": {"activation_fn": "torch.nn.modules.linear.Identity"}})";
const Json kQuery = {{"query", "film"}, {"documents", {"cold", "film film", "slow"}}};

TEST(TextRanking, DocumentsComeBestFirstAndEqualOnesInTheirOrder) {
  EXPECT_EQ(
      ranking_task(kIdentity)->call(kQuery, kNoRankingParameters).dump(),
      R"([{"corpus_id":1,"score":6.0},{"corpus_id":0,"score":5.0},{"corpus_id":2,"score":5.0}])");
}

TEST(TextRanking, TextsAreAnotherNameForDocuments) {
  const auto task = ranking_task(kIdentity);
  EXPECT_EQ(task->call({{"query", "film"}, {"texts", kQuery["documents"]}}, kNoRankingParameters),
            task->call(kQuery, kNoRankingParameters));
}

TEST(TextRanking, TopKAndDocumentsAreThoseOfTheReference) {
  const auto task = ranking_task(kIdentity);
  EXPECT_EQ(task->call(kQuery, {{"top_k", 1}, {"return_documents", true}}).dump(),
            R"([{"corpus_id":1,"score":6.0,"text":"film film"}])");
  EXPECT_EQ(task->call(kQuery, {{"top_k", -1}}).size(), 2U);
  EXPECT_EQ(task->call({{"query", "film"}, {"documents", Json::array()}}, kNoRankingParameters),
            Json::array());
}

TEST(TextRanking, OneLabelIsASigmoidUnlessTheConfigSaysOtherwise) {
  const Json pair = {{"text", "film"}, {"text_pair", "cold"}};
  const double sigmoid = static_cast<double>(1.0F / (1.0F + std::exp(-5.0F)));
  EXPECT_EQ(ranking_task()->call(pair, kNoRankingParameters), sigmoid);
  EXPECT_EQ(ranking_task(R"({"sentence_transformers": {"activation_fn": "mine.Own"}})")
                ->call(pair, kNoRankingParameters),
            sigmoid);
  EXPECT_EQ(ranking_task(kIdentity)->call(pair, kNoRankingParameters), 5.0);
  EXPECT_EQ(ranking_task(
                R"({"sbert_ce_default_activation_function": "torch.nn.modules.linear.Identity"})")
                ->call(pair, kNoRankingParameters),
            5.0);
  EXPECT_EQ(ranking_task(kIdentity)->call(pair, {{"activation_fn", "Sigmoid"}}), sigmoid);
}

TEST(TextRanking, SeveralLabelsAreScoredButNotRanked) {
  const auto task = ranking_task("{}", 3);
  EXPECT_EQ(task->call({{"text", "film"}, {"text_pair", "cold"}}, kNoRankingParameters).dump(),
            "[5.0,6.0,7.0]");
  EXPECT_THAT(refusal(*task, kQuery), HasSubstr("only works for models with num_labels=1"));
  const Json shares = task->call({{"text", "a"}, {"text_pair", "b"}}, {{"apply_softmax", true}});
  EXPECT_NEAR(shares[2].get<double>(), 0.66524, 1e-5);
}

TEST(TextRanking, ListsOfPairsAreScoredOneByOne) {
  const auto task = ranking_task(kIdentity);
  const Json pairs =
      Json::array({Json::array({"film", "cold"}), Json::array({"film", "film film"})});
  EXPECT_EQ(task->call(pairs, kNoRankingParameters).dump(), "[5.0,6.0]");
  EXPECT_EQ(task->call(pairs, {{"batch_size", 2}}).dump(), "[5.0,6.0]");
}

TEST(TextRanking, EmptyDocumentsStayPairs) {
  EXPECT_EQ(
      ranking_task(kIdentity)->call({{"text", "film"}, {"text_pair", ""}}, kNoRankingParameters),
      4.0);
}

TEST(TextRanking, LongPairsAreCut) {
  const Json pair = {{"text", "film"}, {"text_pair", testing::repeated("film", 60)}};
  EXPECT_EQ(ranking_task(kIdentity)->call(pair, kNoRankingParameters), 32.0);
}

TEST(TextRanking, BadInputsAreRefusedAndTheNextIsUnharmed) {
  const auto task = ranking_task(kIdentity);
  for (const Json& bad :
       {Json("film"), Json(5), Json{{"query", "film"}}, Json{{"query", 1}, {"documents", {"a"}}},
        Json{{"query", "a"}, {"documents", {1}}}, Json{{"text", "a"}}}) {
    EXPECT_THAT(refusal(*task, bad), HasSubstr("An input of text-ranking is")) << bad;
  }
  EXPECT_THAT(refusal(*task, kQuery, {{"bogus", 1}}), HasSubstr("`bogus`"));
  EXPECT_EQ(task->call({{"text", "film"}, {"text_pair", "cold"}}, kNoRankingParameters), 5.0);
}

TEST(TextRanking, UnknownActivationIsRefused) {
  EXPECT_THROW((void)ranking_task()->call(kQuery, {{"activation_fn", "Softsign"}}), Error);
}

}  // namespace
}  // namespace penstock
