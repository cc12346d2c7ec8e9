// SPDX-License-Identifier: Apache-2.0
#include "tasks/question_answering.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_task.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::refusal;
using testing::TokenTable;

constexpr double kNear = 1e-5;
constexpr std::int64_t kCls = 2;
constexpr std::int64_t kFilmId = 92;
constexpr std::int64_t kSlow = 93;
constexpr std::int64_t kStory = 164;

const Json kNoQuestionParameters = Json::object();

// Start and end probabilities of tokens; those not named have next to none.
using Chances = std::map<std::int64_t, std::pair<float, float>>;

// An answer's score: the product of its chances of starting and ending.
const Chances kChances = {
    {kCls, {0.1F, 0.1F}}, {kSlow, {0.3F, 1e-9F}}, {kFilmId, {0.6F, 0.2F}}, {kStory, {1e-9F, 0.7F}}};

std::unique_ptr<const Task> answer_task(const Chances& chances = kChances,
                                        Json parameters = Json::object(),
                                        std::vector<std::int64_t>* rows = nullptr,
                                        const char* tokenizer = "bert-sentiment") {
  TokenTable start{{}, {1e-9F}};
  TokenTable end{{}, {1e-9F}};
  for (const auto& [id, chance] : chances) {
    start.rows[id] = {chance.first};
    end.rows[id] = {chance.second};
  }
  start = logits_of(std::move(start));
  end = logits_of(std::move(end));
  auto run = [start, end, rows](std::span<const PenstockTensor> inputs) {
    if (rows != nullptr) rows->push_back(inputs[0].shape[0]);
    return std::vector{lookup(inputs[0], start, true), lookup(inputs[0], end, true)};
  };
  return testing::make_task(
      {.name = "question-answering",
       .make = make_question_answering,
       .graph = {{{"input_ids"}, {"attention_mask"}}, {{"start_logits"}, {"end_logits"}}, run},
       .parameters = std::move(parameters),
       .tokenizer = std::string(PENSTOCK_TEST_DATA "/models/") + tokenizer});
}

Json ask(const Json& context, const Json& question = "what") {
  return {{"question", question}, {"context", context}};
}

void expect_answer(const Json& answer, const std::string& text, int start, double score) {
  ASSERT_TRUE(answer.is_object()) << answer;
  EXPECT_EQ(answer["answer"], text);
  EXPECT_EQ(answer["start"], start);
  EXPECT_NEAR(answer["score"].get<double>(), score, kNear);
}

TEST(QuestionAnswering, AnswerIsTheBestSpanOfTheContext) {
  const Json answer = answer_task()->call(ask("slow film story good day"), kNoQuestionParameters);
  EXPECT_THAT(testing::keys_of(answer), ElementsAre("score", "start", "end", "answer"));
  expect_answer(answer, "film story", 5, 0.42);
  EXPECT_EQ(answer["end"], 15);
}

TEST(QuestionAnswering, WordsOfTheQuestionAreNoAnswer) {
  expect_answer(answer_task()->call(ask("a film", "film story"), kNoQuestionParameters), "film", 2,
                0.6 / 0.7 * 0.2 / 0.3);
}

TEST(QuestionAnswering, OffsetsAreCodePoints) {
  expect_answer(answer_task()->call(ask("ééé slow film story"), kNoQuestionParameters),
                "film story", 9, 0.42);
}

TEST(QuestionAnswering, ListOfOneGivesTheBareResult) {
  const auto task = answer_task();
  const Json question = ask("slow film story");
  const Json one = task->call(question, kNoQuestionParameters);
  EXPECT_EQ(task->call(Json::array({question}), kNoQuestionParameters), one);
  EXPECT_EQ(task->call(Json::array({question, question}), kNoQuestionParameters),
            Json::array({one, one}));
  EXPECT_EQ(task->call(Json::array(), kNoQuestionParameters), Json::array());
}

TEST(QuestionAnswering, ListsOfQuestionsShareOrPairContexts) {
  const auto task = answer_task();
  const Json film = task->call(ask("slow film story"), kNoQuestionParameters);
  const Json slow = task->call(ask("film"), kNoQuestionParameters);
  EXPECT_NE(film, slow);
  EXPECT_EQ(task->call(ask("slow film story", {"what", "is"}), kNoQuestionParameters),
            Json::array({film, film}));
  EXPECT_EQ(task->call(ask({"slow film story", "film"}, {"what", "is"}), kNoQuestionParameters),
            Json::array({film, slow}));
  EXPECT_EQ(task->call(ask("film", Json::array({"what"})), kNoQuestionParameters), slow);
}

TEST(QuestionAnswering, TopKGivesAListInOrder) {
  for (const char* name : {"top_k", "topk"}) {
    const Json answers = answer_task()->call(ask("slow film story"), {{name, 3}});
    ASSERT_EQ(answers.size(), 3U);
    expect_answer(answers[0], "film story", 5, 0.42);
    expect_answer(answers[1], "slow film story", 0, 0.21);
    expect_answer(answers[2], "film", 5, 0.12);
  }
}

TEST(QuestionAnswering, ParametersOfTheConstructionAreKept) {
  const auto task = answer_task(kChances, {{"top_k", 2}});
  EXPECT_EQ(task->call(ask("slow film story"), kNoQuestionParameters).size(), 2U);
  EXPECT_TRUE(task->call(ask("slow film story"), {{"top_k", 1}}).is_object());
}

TEST(QuestionAnswering, MaxAnswerLenIsInTokens) {
  expect_answer(answer_task()->call(ask("slow film story"), {{"max_answer_len", 1}}), "film", 5,
                0.12);
}

TEST(QuestionAnswering, EqualAnswersInAnyCaseAddTheirScores) {
  const auto task = answer_task({{kFilmId, {0.5F, 0.5F}}});
  const Json answers = task->call(ask("film Film"), {{"top_k", 2}});
  expect_answer(answers[0], "film", 0, 0.5);
  expect_answer(answers[1], "film Film", 0, 0.25);
}

// Python's lower() writes a sigma at the end of a word as its final form.
TEST(QuestionAnswering, EqualAnswersInAnyCaseOfGreek) {
  constexpr std::int64_t kUnk = 1;
  const Json answers = answer_task({{kUnk, {0.5F, 0.5F}}})->call(ask("ΟΔΟΣ οδος"), {{"top_k", 2}});
  expect_answer(answers[0], "ΟΔΟΣ", 0, 0.5);
  expect_answer(answers[1], "ΟΔΟΣ οδος", 0, 0.25);
}

TEST(QuestionAnswering, ImpossibleAnswerIsEmptyWithTheScoreOfCls) {
  const Json on = {{"handle_impossible_answer", true}, {"top_k", 50}};
  Json impossible;
  for (const Json& answer : answer_task()->call(ask("slow film story"), on)) {
    if (answer["answer"] == "" && answer["score"] > 0.001) impossible = answer;
  }
  expect_answer(impossible, "", 0, 0.01);
  const Chances none = {{kCls, {0.9F, 0.9F}}, {kFilmId, {0.1F, 0.1F}}};
  expect_answer(answer_task(none)->call(ask("film"), {{"handle_impossible_answer", true}}), "", 0,
                0.81);
  expect_answer(answer_task(none)->call(ask("film"), kNoQuestionParameters), "film", 0, 0.01);
}

TEST(QuestionAnswering, AnswersAreAlignedToWordsUnlessToldOtherwise) {
  const auto task = answer_task({{kFilmId, {1.0F, 1.0F}}});
  expect_answer(task->call(ask("slow films"), kNoQuestionParameters), "films", 5, 1.0);
  expect_answer(task->call(ask("slow films"), {{"align_to_words", false}}), "film", 5, 1.0);
}

// [CLS] what [SEP] leaves room for eight words of the context, four of them of the last window.
TEST(QuestionAnswering, LongContextIsReadInOverlappingWindows) {
  const Chances chances = {
      {kCls, {0.01F, 0.01F}}, {kFilmId, {0.99F, 1e-9F}}, {kStory, {1e-9F, 0.99F}}};
  std::vector<std::int64_t> rows;
  const auto task = answer_task(chances, {{"max_seq_len", 12}, {"doc_stride", 4}}, &rows);
  const std::string good = testing::repeated("good", 30);
  expect_answer(task->call(ask(good + "film story"), kNoQuestionParameters), "film story", 150,
                0.99 * 0.99);
  std::int64_t windows = 0;
  for (const std::int64_t count : rows) windows += count;
  EXPECT_EQ(windows, 7);
  const std::string early = testing::repeated("good", 26) + "film story good good good good";
  expect_answer(task->call(ask(early), kNoQuestionParameters), "film story", 130, 2 * 0.99 * 0.99);
}

TEST(QuestionAnswering, PaddingOnTheLeftPutsTheContextFirst) {
  const Chances unigram = {{34, {1.0F, 1e-9F}}, {53, {1e-9F, 1.0F}}};  // film, ry
  expect_answer(answer_task(unigram, {}, nullptr, "albert-regression")
                    ->call(ask("slow film story"), kNoQuestionParameters),
                " film story", 4, 1.0);
}

TEST(QuestionAnswering, UnknownKeysOfAnInputAreNamed) {
  const Json input = {{"question", "a"}, {"context", "b"}, {"id", "1"}};
  EXPECT_THAT(refusal(*answer_task(), input), HasSubstr("unexpected keyword argument 'id'"));
}

TEST(QuestionAnswering, ParametersOutOfRangeAreRefused) {
  const auto task = answer_task();
  const auto text = [&](const Json& parameters) { return refusal(*task, ask("film"), parameters); };
  EXPECT_EQ(text({{"top_k", 0}}), "top_k parameter should be >= 1 (got 0)");
  EXPECT_EQ(text({{"max_answer_len", 0}}), "max_answer_len parameter should be >= 1 (got 0");
  EXPECT_EQ(text({{"doc_stride", 50}, {"max_seq_len", 20}}),
            "`doc_stride` (50) is larger than `max_seq_len` (20)");
}

TEST(QuestionAnswering, BadInputsAreRefusedAndTheNextIsUnharmed) {
  const auto task = answer_task();
  const std::string missing =
      "You need to provide a dictionary with keys {question:..., context:...}";
  EXPECT_EQ(refusal(*task, {{"question", "what"}}), missing);
  EXPECT_EQ(refusal(*task, {{"context", "film"}}), missing);
  EXPECT_EQ(refusal(*task, ask(nullptr)), "`context` cannot be None");
  EXPECT_EQ(refusal(*task, ask("film", nullptr)), "`question` cannot be None");
  EXPECT_EQ(refusal(*task, ask("")), "`context` cannot be empty");
  EXPECT_EQ(refusal(*task, ask("film", "")), "`question` cannot be empty");
  EXPECT_EQ(refusal(*task, ask({"a", "b", "c"}, {"what", "is"})),
            "Questions and contexts don't have the same lengths");
  EXPECT_EQ(refusal(*task, 5),
            "5 argument needs to be of type (SquadExample, dict): an input is an object "
            "{\"question\": text, \"context\": text}.");
  EXPECT_THAT(refusal(*task, ask(7)), HasSubstr("got 7"));
  EXPECT_EQ(task->call(ask("film"), kNoQuestionParameters)["answer"], "film");
}

}  // namespace
}  // namespace penstock
