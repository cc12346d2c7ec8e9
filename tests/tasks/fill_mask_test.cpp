// SPDX-License-Identifier: Apache-2.0
#include "tasks/fill_mask.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_task.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::refusal;

constexpr std::size_t kVocabulary = 210;
constexpr std::int64_t kMask = 4;
constexpr double kMaskTolerance = 1e-6;

const Json kNoMaskParameters = Json::object();
const Json kTwo = {{"top_k", 2}};

// At a mask: film 0.5, slow 0.3, story 0.15, deli 0.05. Elsewhere all tokens are alike.
testing::FakeGraph graph_of(std::size_t vocabulary = kVocabulary) {
  std::vector<float> mask(vocabulary, 1e-12F);
  const std::pair<std::size_t, float> likely[] = {
      {92, 0.5F}, {93, 0.3F}, {164, 0.15F}, {159, 0.05F}};
  for (const auto& [id, p] : likely) {
    if (id < vocabulary) mask[id] = p;
  }
  return testing::token_graph(
      testing::logits_of({{{kMask, mask}}, std::vector<float>(vocabulary, 0.5F)}));
}

std::unique_ptr<const Task> mask_task(Json parameters = Json::object(),
                                      std::size_t vocabulary = kVocabulary) {
  return testing::make_task({.name = "fill-mask",
                             .make = make_fill_mask,
                             .graph = graph_of(vocabulary),
                             .parameters = std::move(parameters)});
}

Json tokens_of(const Json& answer) {
  if (answer.is_object()) return answer.at("token_str");
  Json tokens = Json::array();
  for (const Json& item : answer) tokens.push_back(tokens_of(item));
  return tokens;
}

TEST(FillMask, ProposalHasScoreTokenTextAndSequence) {
  const Json answer = mask_task()->call("A [MASK] day", kNoMaskParameters);
  ASSERT_EQ(answer.size(), 5U);
  EXPECT_THAT(testing::keys_of(answer[0]), ElementsAre("score", "token", "token_str", "sequence"));
  EXPECT_NEAR(answer[0]["score"].get<double>(), 0.5, kMaskTolerance);
  EXPECT_EQ(answer[0]["token"], 92);
  EXPECT_EQ(answer[0]["token_str"], "film");
  EXPECT_EQ(answer[0]["sequence"], "a film day");
  EXPECT_NEAR(answer[1]["score"].get<double>(), 0.3, kMaskTolerance);
  EXPECT_EQ(answer[1]["sequence"], "a slow day");
}

TEST(FillMask, ShapeFollowsTheNumberOfTextsAndOfMasks) {
  const auto task = mask_task();
  const Json best = {"film", "slow"};
  const Json twice = Json::array({best, best});
  EXPECT_EQ(tokens_of(task->call("[MASK]", kTwo)), best);
  EXPECT_EQ(tokens_of(task->call("[MASK] [MASK]", kTwo)), twice);
  EXPECT_EQ(tokens_of(task->call(Json::array({"[MASK]"}), kTwo)), best);
  EXPECT_EQ(tokens_of(task->call(Json::array({"[MASK] [MASK]"}), kTwo)), twice);
  EXPECT_EQ(tokens_of(task->call(Json({"[MASK]", "a [MASK]"}), kTwo)), twice);
  EXPECT_EQ(task->call(Json::array(), kTwo), Json::array());
}

TEST(FillMask, SeveralMasksKeepTheOthersAndTheSpecialTokens) {
  const Json answer = mask_task()->call("[MASK] day [MASK]", {{"top_k", 1}});
  EXPECT_EQ(answer[0][0]["sequence"], "[CLS] film day [MASK] [SEP]");
  EXPECT_EQ(answer[1][0]["sequence"], "[CLS] [MASK] day film [SEP]");
}

TEST(FillMask, PaddingIsLeftOutOfTheSequence) {
  const Json padded = {{"padding", "max_length"}, {"max_length", 12}};
  const Json answer = mask_task()->call("[MASK] [MASK]", {{"tokenizer_kwargs", padded}});
  EXPECT_EQ(answer[0][0]["sequence"], "[CLS] film [MASK] [SEP]");
}

TEST(FillMask, TopKOfTheCallIsOverThatOfTheConstruction) {
  const auto task = mask_task({{"top_k", 1}});
  EXPECT_EQ(tokens_of(task->call("[MASK]", kNoMaskParameters)), Json::array({"film"}));
  EXPECT_EQ(tokens_of(task->call("[MASK]", {{"top_k", 3}})), Json({"film", "slow", "story"}));
  EXPECT_EQ(task->call("[MASK]", {{"top_k", kVocabulary}}).size(), kVocabulary);
}

TEST(FillMask, TargetsRestrictTheProposalsAndKeepTheirScores) {
  const auto task = mask_task();
  const Json answer = task->call("[MASK]", {{"targets", {"story", "slow"}}});
  EXPECT_EQ(tokens_of(answer), Json({"slow", "story"}));
  EXPECT_NEAR(answer[0]["score"].get<double>(), 0.3, kMaskTolerance);
  EXPECT_NEAR(answer[1]["score"].get<double>(), 0.15, kMaskTolerance);
  EXPECT_EQ(tokens_of(task->call("[MASK]", {{"targets", {"story", "slow"}}, {"top_k", 1}})),
            Json::array({"slow"}));
}

TEST(FillMask, TargetMayBeAStringAndCountsOnce) {
  const auto task = mask_task();
  EXPECT_EQ(tokens_of(task->call("[MASK]", {{"targets", "story"}})), Json::array({"story"}));
  EXPECT_EQ(tokens_of(task->call("[MASK]", {{"targets", {"slow", "slow"}}})),
            Json::array({"slow"}));
}

TEST(FillMask, UnknownTargetIsReplacedByItsFirstToken) {
  const auto task = mask_task();
  EXPECT_EQ(tokens_of(task->call("[MASK]", {{"targets", "delivering"}})), Json::array({"deli"}));
  EXPECT_EQ(tokens_of(task->call("[MASK]", {{"targets", {"", "slow"}}})), Json::array({"slow"}));
}

TEST(FillMask, NoTargetLeftIsRefused) {
  const std::string text = "At least one target must be provided when passed.";
  EXPECT_EQ(refusal(*mask_task(), "[MASK]", {{"targets", Json::array()}}), text);
  EXPECT_EQ(refusal(*mask_task(), "[MASK]", {{"targets", ""}}), text);
}

TEST(FillMask, TargetThatTheModelDoesNotScoreIsRefused) {
  EXPECT_THAT(refusal(*mask_task({}, 50), "[MASK]", {{"targets", "film"}}),
              HasSubstr("A target's token id is 92"));
}

TEST(FillMask, InputWithoutMaskIsRefused) {
  const std::string text = "No mask_token ([MASK]) found on the input";
  EXPECT_EQ(refusal(*mask_task(), "film"), text);
  EXPECT_EQ(refusal(*mask_task(), ""), text);
  EXPECT_EQ(refusal(*mask_task(), Json({"[MASK]", "film"})), text);
}

TEST(FillMask, TokenizerKwargsCanCutTheMask) {
  const Json cut = {{"truncation", true}, {"max_length", 4}};
  EXPECT_EQ(tokens_of(mask_task()->call("[MASK] a b c d", {{"tokenizer_kwargs", cut}})).size(), 5U);
  EXPECT_EQ(refusal(*mask_task(), "a b c d [MASK]", {{"tokenizer_kwargs", cut}}),
            "No mask_token ([MASK]) found on the input");
}

TEST(FillMask, TokenizerWithoutMaskIsRefused) {
  const testing::TemporaryFolder folder;
  std::filesystem::copy_file(PENSTOCK_TEST_DATA "/models/bert-sentiment/tokenizer.json",
                             folder.path() / "tokenizer.json");
  folder.write("tokenizer_config.json", R"({"tokenizer_class": "PreTrainedTokenizerFast"})");
  try {
    (void)testing::make_task({.name = "fill-mask",
                              .make = make_fill_mask,
                              .graph = graph_of(),
                              .tokenizer = folder.path()});
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "The tokenizer does not define a `mask_token`.");
  }
}

TEST(FillMask, BadCallsAreRefusedAndTheNextIsUnharmed) {
  const auto task = mask_task();
  EXPECT_THAT(refusal(*task, 5), HasSubstr("got 5"));
  EXPECT_THAT(refusal(*task, "[MASK]", {{"targets", 5}}), HasSubstr("`targets`"));
  EXPECT_THAT(refusal(*task, "[MASK]", {{"top_k", -1}}), HasSubstr("`top_k`"));
  EXPECT_THAT(refusal(*task, "[MASK]", {{"top_k", kVocabulary + 1}}), HasSubstr("`top_k`"));
  EXPECT_EQ(tokens_of(task->call("[MASK]", kTwo)), Json({"film", "slow"}));
}

}  // namespace
}  // namespace penstock
