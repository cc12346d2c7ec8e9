// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_classification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_task.hpp"

// Shapes, parameters and messages on a graph that is a function of the tokens; the scores of real
// graphs are compared in golden_test.cpp.

namespace penstock {
namespace {

using testing::FakeGraph;
using testing::FakeOutput;
using ::testing::HasSubstr;
using testing::refusal;

constexpr const char* kThree = R"({"id2label": {"0": "a", "1": "b", "2": "c"}})";

// Logits 1, 3, 2 for every row; rows counts the graph's calls.
FakeGraph fixed_graph(std::vector<float> logits, std::vector<std::size_t>* rows = nullptr) {
  return {{{"input_ids"}, {"attention_mask"}},
          {{"logits"}},
          [logits, rows](std::span<const PenstockTensor> inputs) {
            const auto count = static_cast<std::size_t>(inputs[0].shape[0]);
            if (rows != nullptr) rows->push_back(count);
            FakeOutput output{{}, {inputs[0].shape[0], static_cast<std::int64_t>(logits.size())}};
            for (std::size_t i = 0; i < count; ++i) {
              output.values.insert(output.values.end(), logits.begin(), logits.end());
            }
            return std::vector{output};
          }};
}

// One logit: the sum of the ids that are attended to.
FakeGraph summing_graph() {
  return {{{"input_ids"}, {"attention_mask"}},
          {{"logits"}},
          [](std::span<const PenstockTensor> inputs) {
            const auto ids = testing::int64_values(inputs[0]);
            const auto mask = testing::int64_values(inputs[1]);
            FakeOutput output{std::vector<float>(static_cast<std::size_t>(inputs[0].shape[0])),
                              {inputs[0].shape[0], 1}};
            const auto length = static_cast<std::size_t>(inputs[0].shape[1]);
            for (std::size_t i = 0; i < ids.size(); ++i) {
              output.values[i / length] += static_cast<float>(ids[i] * mask[i]);
            }
            return std::vector{output};
          }};
}

std::unique_ptr<const Task> label_task(FakeGraph graph, const Json& parameters = Json::object(),
                                       const char* config = kThree,
                                       const char* tokenizer = "bert-sentiment") {
  return testing::make_task({.name = "text-classification",
                             .make = make_text_classification,
                             .graph = std::move(graph),
                             .parameters = parameters,
                             .config = config,
                             .tokenizer = std::string(PENSTOCK_TEST_DATA "/models/") + tokenizer});
}

std::unique_ptr<const Task> fixed_task(const Json& parameters = Json::object(),
                                       const char* config = kThree) {
  return label_task(fixed_graph({1.0F, 3.0F, 2.0F}), parameters, config);
}

// Labels in place of {"label", "score"} objects, so that shapes are easy to read.
Json labels_of(const Json& answer) {
  if (answer.is_object()) return answer.at("label");
  Json labels = Json::array();
  for (const Json& item : answer) labels.push_back(labels_of(item));
  return labels;
}

TEST(TextClassification, ShapeFollowsInputAndCall) {
  const auto task = fixed_task();
  const Json pair = {{"text", "x"}, {"text_pair", "y"}};
  const Json none = Json::object();
  const Json two = {{"top_k", 2}};
  EXPECT_EQ(labels_of(task->call("x", none)), Json({"b"}));
  EXPECT_EQ(labels_of(task->call(pair, none)), Json("b"));
  EXPECT_EQ(labels_of(task->call(Json({"x", "y"}), none)), Json({"b", "b"}));
  EXPECT_EQ(labels_of(task->call(Json::array(), none)), Json::array());
  EXPECT_EQ(labels_of(task->call("x", two)), Json({"b", "c"}));
  EXPECT_EQ(labels_of(task->call(pair, two)), Json({"b", "c"}));
  EXPECT_EQ(labels_of(task->call(Json::array({"x"}), two)), Json::array({{"b", "c"}}));
}

TEST(TextClassification, ASecondTextInInputAndParametersIsRefused) {
  const auto task = fixed_task();
  const Json parameters = {{"text_pair", "z"}};
  EXPECT_THAT(refusal(*task, {{"text", "x"}, {"text_pair", "y"}}, parameters),
              HasSubstr("got multiple values for keyword argument 'text_pair'"));
  EXPECT_THAT(refusal(*task, Json::array({Json::array({Json::array({"x", "y"})})}), parameters),
              HasSubstr("got multiple values for keyword argument 'text_pair'"));
  EXPECT_EQ(labels_of(task->call({{"text", "x"}}, parameters)), Json("b"));
}

TEST(TextClassification, TopKOfTheConstructionWrapsATextOnceMore) {
  const auto task = fixed_task({{"top_k", 2}});
  EXPECT_EQ(labels_of(task->call("x", Json::object())), Json::array({{"b", "c"}}));
  EXPECT_EQ(labels_of(task->call("x", {{"top_k", nullptr}})), Json({"b", "c", "a"}));
}

TEST(TextClassification, ReturnAllScoresKeepsTheModelsOrder) {
  EXPECT_EQ(labels_of(fixed_task()->call("x", {{"return_all_scores", true}})),
            Json::array({{"a", "b", "c"}}));
  const auto configured =
      fixed_task({}, R"({"id2label": {"0": "a", "1": "b", "2": "c"}, "return_all_scores": true})");
  EXPECT_EQ(labels_of(configured->call("x", Json::object())), Json::array({{"a", "b", "c"}}));
}

TEST(TextClassification, AnswerHasLabelThenScore) {
  EXPECT_EQ(fixed_task({{"function_to_apply", "none"}})->call("x", Json::object()).dump(),
            R"([{"label":"b","score":3.0}])");
}

double score_of(const char* config, std::vector<float> logits, const Json& call) {
  const auto task = label_task(fixed_graph(std::move(logits)), {}, config);
  return task->call("x", call)[0]["score"].get<double>();
}

TEST(TextClassification, FunctionFollowsTheModelThenTheCall) {
  const Json none = Json::object();
  EXPECT_NEAR(score_of("{}", {0.0F, 1.0F}, none), 0.7310586, 1e-6);
  EXPECT_NEAR(score_of(R"({"num_labels": 1})", {1.0F}, none), 0.7310586, 1e-6);
  EXPECT_NEAR(score_of(R"({"problem_type": "multi_label_classification"})", {0.0F, 1.0F}, none),
              0.7310586, 1e-6);
  EXPECT_EQ(score_of(R"({"problem_type": "regression", "num_labels": 1})", {5.0F}, none), 5.0);
  EXPECT_EQ(score_of("{}", {0.0F, 7.0F}, {{"function_to_apply", "None"}}), 7.0);
}

TEST(TextClassification, BadParametersAreRefusedByName) {
  const auto task = fixed_task();
  EXPECT_THAT(refusal(*task, "x", {{"function_to_apply", "bogus"}}), HasSubstr("'BOGUS'"));
  EXPECT_THAT(refusal(*task, "x", {{"top_k", 2.5}}), HasSubstr("`top_k`"));
  EXPECT_THAT(refusal(*task, "x", {{"topk", 2}}), HasSubstr("top_k"));
  EXPECT_THAT(refusal(*task, Json({"x"}), {{"batch_size", 0}}), HasSubstr("`batch_size`"));
}

TEST(TextClassification, BadInputsAreRefusedAndTheNextIsUnharmed) {
  const auto task = fixed_task();
  const Json none = Json::object();
  EXPECT_EQ(refusal(*task, Json::array({{"t", "p"}}), none),
            "The pipeline received invalid inputs, if you are trying to send text pairs, you can "
            "try to send a dictionary `{\"text\": \"My text\", \"text_pair\": \"My pair\"}` in "
            "order to send a text pair.");
  EXPECT_EQ(refusal(*task, nullptr, none), "You need to specify either `text` or `text_target`.");
  EXPECT_EQ(refusal(*task, {{"text_pair", "p"}}, none),
            "You need to specify either `text` or `text_target`.");
  EXPECT_THAT(refusal(*task, 5, none), HasSubstr("got 5"));
  EXPECT_THAT(refusal(*task, Json::array({"x", 5}), none), HasSubstr("got 5"));
  EXPECT_THAT(refusal(*task, {{"text", "x"}, {"pair", "y"}}, none), HasSubstr("`pair`"));
  EXPECT_THAT(refusal(*task, "\xff", none), ::testing::Not(HasSubstr("logits")));
  EXPECT_EQ(labels_of(task->call("x", none)), Json({"b"}));
}

TEST(TextClassification, ListedPairIsAPair) {
  const auto task = label_task(summing_graph(), {{"function_to_apply", "none"}});
  const Json listed = Json::array({Json::array({Json::array({"cold", "slow"})})});
  const Json object = Json::array({{{"text", "cold"}, {"text_pair", "slow"}}});
  EXPECT_EQ(task->call(listed, Json::object()), task->call(object, Json::object()));
  EXPECT_NE(task->call(listed, Json::object()), task->call(Json({"cold"}), Json::object()));
}

TEST(TextClassification, BatchesGiveWhatSingleRunsGiveInOrder) {
  const auto task = label_task(summing_graph(), {{"function_to_apply", "none"}});
  const Json texts = {"film", "I love this film, it is wonderful", "", "cold and slow", "a"};
  const Json single = task->call(texts, Json::object());
  for (const int size : {2, 3, 100}) {
    EXPECT_EQ(task->call(texts, {{"batch_size", size}}), single) << size;
  }
}

TEST(TextClassification, TextsThatCannotBePaddedSafelyShareNoBatch) {
  std::vector<std::size_t> rows;
  const auto task = label_task(fixed_graph({1.0F}, &rows), {}, R"({"num_labels": 1})",
                               "albert-regression");  // its tokenizer pads on the left
  const Json texts = {"film", "film", "I love this film"};
  EXPECT_EQ(task->call(texts, {{"batch_size", 3}}).size(), 3U);
  EXPECT_THAT(rows, ::testing::ElementsAre(1, 2));
}

TEST(TextClassification, BatchSizeIsTheNumberOfRowsInARun) {
  std::vector<std::size_t> rows;
  const auto task = label_task(fixed_graph({1.0F, 2.0F, 3.0F}, &rows));
  (void)task->call(Json({"a", "b", "c", "d", "e"}), {{"batch_size", 2}});
  EXPECT_THAT(rows, ::testing::ElementsAre(2, 2, 1));
}

TEST(TextClassification, LogitsOfAnotherTaskAreRefused) {
  FakeGraph graph = {{{"input_ids"}}, {{"logits"}}, [](std::span<const PenstockTensor> inputs) {
                       return std::vector{FakeOutput{{1.0F, 2.0F}, {inputs[0].shape[0], 2, 1}}};
                     }};
  EXPECT_THROW((void)label_task(std::move(graph))->call("x", Json::object()), Error);
}

TEST(TextClassification, MoreLogitsThanLabelsIsAnErrorAndNotACrash) {
  EXPECT_THROW((void)fixed_task({}, R"({"id2label": {"0": "a"}})")->call("x", {{"top_k", nullptr}}),
               Error);
}

}  // namespace
}  // namespace penstock
