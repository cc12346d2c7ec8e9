// SPDX-License-Identifier: Apache-2.0
// Tasks with tokenizers that know no offsets and no words (Tokenizer::is_fast() is false).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "fake_task.hpp"
#include "support/temporary_folder.hpp"
#include "tasks/question_answering.hpp"
#include "tasks/token_classification.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::refusal;

constexpr const char* kLabels = R"({"id2label": {"0": "O", "1": "B-X", "2": "I-X"}})";

// Every amino acid is a token: <cls> <pad> <eos> <unk> L A G are 0 to 6.
class SlowTokenClassification : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(folder_.path() / "vocab.txt") << "<cls>\n<pad>\n<eos>\n<unk>\nL\nA\nG\n";
    std::ofstream(folder_.path() / "tokenizer_config.json")
        << R"({"tokenizer_class": "EsmTokenizer", "model_max_length": 64})";
  }

  // L B-X, A I-X, all others O.
  [[nodiscard]] std::unique_ptr<const Task> task(Json parameters = Json::object()) const {
    const testing::TokenTable table = {{{4, {0.1F, 0.8F, 0.1F}}, {5, {0.1F, 0.3F, 0.6F}}},
                                       {0.9F, 0.05F, 0.05F}};
    return testing::make_task({.name = "token-classification",
                               .make = make_token_classification,
                               .graph = testing::token_graph(logits_of(table)),
                               .parameters = std::move(parameters),
                               .config = kLabels,
                               .tokenizer = folder_.path()});
  }

  penstock::testing::TemporaryFolder folder_;
};

TEST_F(SlowTokenClassification, EntitiesHaveNoOffsets) {
  const Json answer = task()->call("GLA", Json::object());
  ASSERT_EQ(answer.size(), 2U);
  EXPECT_THAT(testing::keys_of(answer[0]),
              ElementsAre("entity", "score", "index", "word", "start", "end"));
  EXPECT_EQ(answer[0]["entity"], "B-X");
  EXPECT_EQ(answer[0]["word"], "L");
  EXPECT_EQ(answer[0]["index"], 2);
  EXPECT_TRUE(answer[0]["start"].is_null());
  EXPECT_TRUE(answer[0]["end"].is_null());
  EXPECT_EQ(answer[1]["word"], "A");
}

TEST_F(SlowTokenClassification, GroupsHaveNoOffsetsEither) {
  const Json answer = task({{"aggregation_strategy", "simple"}})->call("LAGL", Json::object());
  ASSERT_EQ(answer.size(), 2U);
  EXPECT_EQ(answer[0]["entity_group"], "X");
  EXPECT_EQ(answer[0]["word"], "L A");
  EXPECT_NEAR(answer[0]["score"].get<double>(), 0.7, 1e-6);
  EXPECT_TRUE(answer[0]["start"].is_null());
  EXPECT_TRUE(answer[1]["end"].is_null());
}

TEST_F(SlowTokenClassification, UnknownTokensKeepTheirSpelling) {
  const Json answer = task()->call("LxA", {{"ignore_labels", Json::array()}});
  ASSERT_EQ(answer.size(), 3U);
  EXPECT_EQ(answer[1]["word"], "<unk>");
}

TEST_F(SlowTokenClassification, GivenOffsetsAreUsed) {
  const Json offsets = Json::array({Json{{0, 0}, {3, 4}, {0, 0}}});
  const Json answer = task()->call("L", {{"offset_mapping", offsets}});
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0]["start"], 3);
  EXPECT_EQ(answer[0]["end"], 4);
}

TEST_F(SlowTokenClassification, WordsAreRefused) {
  for (const char* strategy : {"first", "average", "max"})
    EXPECT_THAT(refusal(*task(), "LAG", {{"aggregation_strategy", strategy}}),
                HasSubstr("Slow tokenizers cannot handle subwords."));
  EXPECT_THAT(refusal(*task(), Json({"L", "A"}), {{"is_split_into_words", true}}),
              HasSubstr("is_split_into_words=True is only supported with fast tokenizers."));
}

TEST_F(SlowTokenClassification, StridesAreRefused) {
  EXPECT_THAT(refusal(*task(), "LAG", {{"stride", 2}, {"aggregation_strategy", "simple"}}),
              HasSubstr("you're using a slow tokenizer. Please use a fast tokenizer."));
}

// CANINE, whose tokens are characters, under logits that follow from their ids. Answers are those
// of transformers' QuestionAnsweringPipeline under the same logits.
class SlowQuestionAnswering : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.write("tokenizer_config.json", R"({"tokenizer_class": "CanineTokenizer"})");
    task_ = testing::make_task(
        {.name = "question-answering",
         .make = make_question_answering,
         .graph = {{{"input_ids"}, {"attention_mask"}, {"token_type_ids"}},
                   {{"start_logits"}, {"end_logits"}},
                   [](std::span<const PenstockTensor> inputs) {
                     return std::vector{waves(inputs[0], 0.37, 0.0), waves(inputs[0], 0.53, 1.0)};
                   }},
         .tokenizer = folder_.path()});
  }

  static testing::FakeOutput waves(const PenstockTensor& ids, double frequency, double cosine) {
    testing::FakeOutput output{{}, {ids.shape[0], ids.shape[1]}};
    for (const std::int64_t id : testing::int64_values(ids)) {
      const double angle = static_cast<double>(id) * frequency;
      output.values.push_back(
          static_cast<float>(3.0 * (cosine > 0 ? std::cos(angle) : std::sin(angle))));
    }
    return output;
  }

  [[nodiscard]] Json ask(const std::string& context, const Json& parameters) const {
    return task_->call({{"question", "Where do I live?"}, {"context", context}}, parameters);
  }

  static void expect(const Json& answer, const char* text, int start, int end, double score) {
    EXPECT_EQ(answer["answer"], text);
    EXPECT_EQ(answer["start"], start);
    EXPECT_EQ(answer["end"], end);
    EXPECT_NEAR(answer["score"].get<double>(), score, 1e-6);
  }

  penstock::testing::TemporaryFolder folder_;
  std::unique_ptr<const Task> task_;
};

TEST_F(SlowQuestionAnswering, AnswersAreWords) {
  expect(ask("  I live in Berlin,  since 1990 ", Json::object()), "I live", 2, 8, 0.0209535379);
  const Json three = ask("I live in Berlin since 1990", {{"top_k", 3}});
  ASSERT_EQ(three.size(), 3U);
  expect(three[0], "I live", 0, 6, 0.0210747793);
  expect(three[1], "live", 2, 6, 0.0186759364);
  expect(three[2], "Berlin since 1990", 10, 26, 0.0184229575);
}

TEST_F(SlowQuestionAnswering, NarrowSpacesSplitWords) {
  const Json two =
      ask("na\u00efve caf\u00e9\u202fd\u00e9j\u00e0 vu", {{"align_to_words", false}, {"top_k", 2}});
  ASSERT_EQ(two.size(), 2U);
  expect(two[0], "d\u00e9j\u00e0 vu", 11, 17, 0.0823300332);
  expect(two[1], "d\u00e9j\u00e0", 11, 15, 0.0764031261);
}

TEST_F(SlowQuestionAnswering, EqualAnswersOfWindowsStayApart) {
  const Json four =
      ask("ab cd ef gh ij kl mn op qr st", {{"max_seq_len", 32}, {"doc_stride", 4}, {"top_k", 4}});
  ASSERT_EQ(four.size(), 4U);
  expect(four[0], "ij kl", 12, 17, 0.0778596252);
  expect(four[1], "kl", 15, 17, 0.0671052784);
  expect(four[2], "ij", 12, 14, 0.0661741570);
  expect(four[3], "ij kl", 12, 17, 0.0660969615);
}

TEST_F(SlowQuestionAnswering, QuestionsAreCut) {
  const Json two =
      ask("I live in Berlin since 1990",
          {{"max_question_len", 3}, {"top_k", 2}, {"max_seq_len", 30}, {"doc_stride", 10}});
  ASSERT_EQ(two.size(), 2U);
  expect(two[0], "I live", 0, 6, 0.0210747793);
}

TEST_F(SlowQuestionAnswering, ContextsWithoutWordsHaveNoAnswer) {
  EXPECT_EQ(ask("   ", Json::object()), Json::array());
}

TEST_F(SlowQuestionAnswering, QuestionsMustLeaveRoom) {
  const Json question = {{"question", "Where do I live?"}, {"context", "Berlin"}};
  EXPECT_THAT(refusal(*task_, question, {{"max_seq_len", 12}, {"doc_stride", 2}}),
              HasSubstr("leaves to the context beside 19 tokens"));
}

}  // namespace
}  // namespace penstock
