// SPDX-License-Identifier: Apache-2.0
#include "tasks/token_classification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_task.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::refusal;

constexpr const char* kConfig = R"({"id2label": {"0": "O", "1": "B-X", "2": "I-X", "3": "I-Y"}})";

const Json kNoEntityParameters = Json::object();
const Json kSimple = {{"aggregation_strategy", "simple"}};

// film B-X 0.7, story I-X 0.6, love I-Y 0.7, ##s I-X 0.8, [UNK] B-X 0.9; all others O 0.7.
const testing::TokenTable kBert = {{{92, {0.1F, 0.7F, 0.1F, 0.1F}},
                                    {164, {0.1F, 0.1F, 0.6F, 0.2F}},
                                    {188, {0.1F, 0.1F, 0.1F, 0.7F}},
                                    {45, {0.05F, 0.05F, 0.8F, 0.1F}},
                                    {1, {0.025F, 0.9F, 0.025F, 0.05F}}},
                                   {0.7F, 0.1F, 0.1F, 0.1F}};

std::unique_ptr<const Task> entity_task(Json parameters = Json::object(),
                                        const testing::TokenTable& table = kBert,
                                        const char* tokenizer = "bert-sentiment") {
  return testing::make_task({.name = "token-classification",
                             .make = make_token_classification,
                             .graph = testing::token_graph(logits_of(table)),
                             .parameters = std::move(parameters),
                             .config = kConfig,
                             .tokenizer = std::string(PENSTOCK_TEST_DATA "/models/") + tokenizer});
}

// "label word start-end" of each entity.
std::vector<std::string> brief(const Json& answer) {
  std::vector<std::string> lines;
  for (const Json& entity : answer) {
    const char* key = entity.contains("entity") ? "entity" : "entity_group";
    lines.push_back(entity.at(key).get<std::string>() + " " + entity["word"].get<std::string>() +
                    " " + entity["start"].dump() + "-" + entity["end"].dump());
  }
  return lines;
}

std::vector<std::string> brief(const Json& text, const Json& parameters) {
  return brief(entity_task()->call(text, parameters));
}

TEST(TokenClassification, EntityOfAToken) {
  const Json answer = entity_task()->call("slow film", kNoEntityParameters);
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_THAT(testing::keys_of(answer[0]),
              ElementsAre("entity", "score", "index", "word", "start", "end"));
  EXPECT_NEAR(answer[0]["score"].get<double>(), 0.7, 1e-6);
  EXPECT_EQ(answer[0]["index"], 2);
  EXPECT_THAT(brief(answer), ElementsAre("B-X film 5-9"));
}

TEST(TokenClassification, ShapeFollowsTheInput) {
  const auto task = entity_task();
  const Json film = task->call("film", kNoEntityParameters);
  EXPECT_EQ(task->call(Json::array({"film"}), kNoEntityParameters), Json::array({film}));
  EXPECT_EQ(task->call(Json({"film", "slow"}), kNoEntityParameters),
            Json::array({film, Json::array()}));
  EXPECT_EQ(task->call("", kNoEntityParameters), Json::array());
}

TEST(TokenClassification, GroupIsTheMeanOfItsMembers) {
  const Json answer = entity_task()->call("slow film story", kSimple);
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_THAT(testing::keys_of(answer[0]),
              ElementsAre("entity_group", "score", "word", "start", "end"));
  EXPECT_NEAR(answer[0]["score"].get<double>(), 0.65, 1e-6);
  EXPECT_THAT(brief(answer), ElementsAre("X film story 5-15"));
}

TEST(TokenClassification, GroupsEndAtABeginningAndAtAnotherTag) {
  EXPECT_THAT(brief("film film", kSimple), ElementsAre("X film 0-4", "X film 5-9"));
  EXPECT_THAT(brief("film love", kSimple), ElementsAre("X film 0-4", "Y love 5-9"));
  EXPECT_THAT(brief("story story", kSimple), ElementsAre("X story story 0-11"));
}

TEST(TokenClassification, StrategiesDecideAWordsScore) {
  const std::pair<const char*, double> wanted[] = {
      {"simple", 0.75}, {"first", 0.7}, {"average", 0.45}, {"max", 0.8}, {"MAX", 0.8}};
  for (const auto& [name, score] : wanted) {
    const Json answer = entity_task()->call("films", {{"aggregation_strategy", name}});
    EXPECT_THAT(brief(answer), ElementsAre("X films 0-5")) << name;
    EXPECT_NEAR(answer[0]["score"].get<double>(), score, 1e-6) << name;
  }
}

TEST(TokenClassification, OldFlagsChooseAStrategy) {
  const auto task = entity_task();
  EXPECT_EQ(task->call("films", {{"grouped_entities", true}}), task->call("films", kSimple));
  EXPECT_EQ(task->call("films", {{"grouped_entities", true}, {"ignore_subwords", true}}),
            task->call("films", {{"aggregation_strategy", "first"}}));
  EXPECT_EQ(task->call("films", {{"grouped_entities", false}}),
            task->call("films", kNoEntityParameters));
}

TEST(TokenClassification, WordsOfOtherTokenizersBeginAtSpaces) {
  const testing::TokenTable table = {{{74, {0.1F, 0.7F, 0.1F, 0.1F}}}, kBert.other};  // f
  const auto task = entity_task({}, table, "roberta-emotions");
  EXPECT_THAT(brief(task->call("film story", {{"aggregation_strategy", "first"}})),
              ElementsAre("X film 0-4"));
}

TEST(TokenClassification, UnknownTokenIsShownAsItsText) {
  EXPECT_THAT(brief("slow zz", kNoEntityParameters), ElementsAre("B-X zz 5-7"));
}

TEST(TokenClassification, OffsetsAreCodePoints) {
  EXPECT_THAT(brief("éé film", kNoEntityParameters), ElementsAre("B-X film 3-7"));
}

TEST(TokenClassification, IgnoreLabelsNamesWhatIsLeftOut) {
  const auto ignoring = [](const Json& labels) {
    return brief("slow film story", {{"ignore_labels", labels}});
  };
  EXPECT_THAT(ignoring(Json::array()),
              ElementsAre("O slow 0-4", "B-X film 5-9", "I-X story 10-15"));
  EXPECT_THAT(ignoring({"O", "B-X"}), ElementsAre("I-X story 10-15"));
  EXPECT_THAT(brief("slow film story",
                    {{"ignore_labels", Json::array({"X"})}, {"aggregation_strategy", "simple"}}),
              ElementsAre("O slow 0-4"));
}

TEST(TokenClassification, ListedWordsAreOneInputAnsweredInAList) {
  const Json split = {{"is_split_into_words", true}};
  const Json one = entity_task()->call(Json({"slow", "films"}), split);
  ASSERT_EQ(one.size(), 1U);
  EXPECT_THAT(brief(one[0]), ElementsAre("B-X film 5-9", "I-X ##s 9-10"));
  const Json lists = parse_json(R"([["slow", "films"], ["film"]])", "words");
  const Json two = entity_task()->call(lists, split);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0], one[0]);
  EXPECT_THAT(brief(two[1]), ElementsAre("B-X film 0-4"));
}

TEST(TokenClassification, DelimiterStandsBetweenWords) {
  const Json answer = entity_task()->call(Json({"slow", "film"}),
                                          {{"is_split_into_words", true}, {"delimiter", "--"}});
  EXPECT_THAT(brief(answer[0]), ElementsAre("B-X film 6-10"));
}

TEST(TokenClassification, OffsetMappingReplacesTheOffsets) {
  const Json mapping = parse_json("[[[0, 0], [7, 11], [0, 0]]]", "mapping");
  EXPECT_THAT(brief("film", {{"offset_mapping", mapping}}), ElementsAre("B-X film 7-11"));
}

TEST(TokenClassification, OffsetsThatAreNoOffsetsAreRefused) {
  for (const char* text : {"[[[-1, 4]]]", "[[[0, 4294967296]]]", "[[[0.5, 1]]]", "[[[0]]]"}) {
    const Json mapping = parse_json(text, "mapping");
    EXPECT_THAT(refusal(*entity_task(), "film", {{"offset_mapping", mapping}}),
                HasSubstr("`offset_mapping`"))
        << text;
  }
}

// 30 words fit into one window; the next begins 26 words later.
TEST(TokenClassification, StrideReadsAllOfALongText) {
  const Json stride = {{"aggregation_strategy", "simple"}, {"stride", 4}};
  const auto at = [&](std::size_t words, const Json& parameters) {
    return brief(testing::repeated("slow", words) + "film story slow slow slow", parameters);
  };
  EXPECT_THAT(at(40, kSimple), ElementsAre());
  EXPECT_THAT(at(40, stride), ElementsAre("X film story 200-210"));
  EXPECT_THAT(at(27, stride), ElementsAre("X film story 135-145"));  // in both windows
  EXPECT_THAT(at(29, stride), ElementsAre("X film story 145-155"));  // cut in the first
  EXPECT_THAT(at(29, {{"stride", 4}}), ElementsAre("B-X film 145-149", "I-X story 150-155"));
}

TEST(TokenClassification, StrideThatCannotWorkIsRefused) {
  EXPECT_EQ(refusal(*entity_task(), "film", {{"aggregation_strategy", "simple"}, {"stride", 32}}),
            "`stride` must be less than `tokenizer.model_max_length` (or even lower if the "
            "tokenizer adds special tokens)");
  EXPECT_EQ(refusal(*entity_task(), "film", {{"aggregation_strategy", "none"}, {"stride", 4}}),
            "`stride` was provided to process all the text but `aggregation_strategy=\"none\"`, "
            "please select another one instead.");
}

TEST(TokenClassification, BadCallsAreRefusedAndTheNextIsUnharmed) {
  const auto task = entity_task(kSimple);
  const Json split = {{"is_split_into_words", true}};
  EXPECT_EQ(refusal(*task, nullptr), "At least one input is required.");
  EXPECT_EQ(refusal(*task, Json::array()), "At least one input is required.");
  EXPECT_EQ(refusal(*task, 5),
            "When `is_split_into_words=False`, `sentence` must be an untokenized string.");
  EXPECT_EQ(refusal(*task, "film", split),
            "When `is_split_into_words=True`, `sentence` must be a list of tokens.");
  EXPECT_THAT(refusal(*task, "film", {{"aggregation_strategy", "bogus"}}), HasSubstr("'BOGUS'"));
  EXPECT_THAT(refusal(*task, "film", {{"ignore_labels", "O"}}), HasSubstr("`ignore_labels`"));
  EXPECT_THAT(refusal(*task, "film", {{"offset_mapping", 1}}), HasSubstr("`offset_mapping`"));
  EXPECT_THAT(brief(task->call("film", kNoEntityParameters)), ElementsAre("X film 0-4"));
}

}  // namespace
}  // namespace penstock
