// SPDX-License-Identifier: Apache-2.0
#include "batches.hpp"

#include <gtest/gtest.h>

#include <penstock/error.hpp>

namespace penstock::cli {
namespace {

constexpr std::string_view kTask = "text-classification";

Request request(Json inputs, Json parameters = Json::object()) {
  return {std::move(inputs), std::move(parameters), std::nullopt};
}

// Text classification as the reference shapes its answers; the text "bad" fails.
struct Classifier {
  int calls = 0;
  std::vector<std::size_t> sizes;
  Json last_parameters;

  static Json classify(const Json& text, bool ranked) {
    if (text == "bad") throw Error(ErrorCode::invalid_argument, "bad text");
    Json label{{"label", text}, {"score", 0.5}};
    return ranked ? Json::array({label}) : label;
  }

  Json operator()(const Json& inputs, const Json& parameters) {
    ++calls;
    last_parameters = parameters;
    const bool ranked = parameters.contains("top_k");
    if (!inputs.is_array()) {
      sizes.push_back(1);
      const bool wrapped = !ranked && inputs.is_string();
      Json one = classify(inputs, ranked);
      return wrapped ? Json::array({one}) : one;
    }
    sizes.push_back(inputs.size());
    Json all = Json::array();
    for (const Json& text : inputs) all.push_back(classify(text, ranked));
    return all;
  }
};

std::vector<Answer> together(Classifier& classifier, const std::vector<Request>& requests,
                             std::optional<std::size_t> batch_size = 8) {
  return ask_together(
      kTask, [&](const Json& i, const Json& p) { return classifier(i, p); }, requests, batch_size);
}

TEST(Batches, OneCallGivesTheAnswersOfManyLoneCalls) {
  for (const Json& parameters : {Json::object(), Json{{"top_k", 1}}}) {
    Classifier classifier;
    const auto answers = together(classifier, {request("a", parameters), request("b", parameters)});
    EXPECT_EQ(classifier.calls, 1);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].value, Classifier{}(Json("a"), parameters));
    EXPECT_EQ(answers[1].value, Classifier{}(Json("b"), parameters));
  }
}

TEST(Batches, ObjectsStayBare) {
  Classifier classifier;
  const Json pair{{"text", "a"}, {"text_pair", "b"}};
  const auto answers = together(classifier, {request(pair), request(pair)});
  EXPECT_EQ(classifier.calls, 1);
  EXPECT_EQ(answers[0].value, Classifier{}(pair, Json::object()));
}

TEST(Batches, OneBadInputFailsAlone) {
  Classifier classifier;
  const auto answers = together(classifier, {request("a"), request("bad"), request("c")});
  EXPECT_EQ(answers[0].value[0]["label"], "a");
  ASSERT_TRUE(answers[1].failure);
  EXPECT_EQ(answers[1].failure->message, "bad text");
  EXPECT_EQ(answers[2].value[0]["label"], "c");
}

TEST(Batches, AFailingWindowIsCutIntoBatchesAndThenIntoRequests) {
  Classifier classifier;
  const auto answers = together(
      classifier, {request("a"), request("b"), request("bad"), request("d"), request("e")}, 2);
  ASSERT_EQ(answers.size(), 5U);
  for (const std::size_t good : {0U, 1U, 3U, 4U}) EXPECT_FALSE(answers[good].failure) << good;
  EXPECT_TRUE(answers[2].failure);
  EXPECT_EQ(classifier.sizes, (std::vector<std::size_t>{5, 2, 2, 1, 1, 1}));
}

TEST(Batches, ALoneRequestIsAskedAsItIs) {
  Classifier classifier;
  const auto answers = together(classifier, {request("a")});
  EXPECT_EQ(classifier.sizes, std::vector<std::size_t>{1});
  EXPECT_EQ(answers[0].value[0]["label"], "a");
}

TEST(Batches, ABatchSizeThatWasAskedForReachesLoneRequestsToo) {
  Classifier classifier;
  (void)together(classifier, {request("a")}, 1);
  EXPECT_EQ(classifier.last_parameters, Json({{"batch_size", 1}}));
  (void)together(classifier, {request("a", {{"batch_size", 3}})}, 1);
  EXPECT_EQ(classifier.last_parameters, Json({{"batch_size", 3}}));
  (void)together(classifier, {request("a")}, std::nullopt);
  EXPECT_EQ(classifier.last_parameters, Json::object());
}

TEST(Batches, EveryTextTaskIsAskedTogether) {
  for (const char* task :
       {"feature-extraction", "fill-mask", "question-answering", "sentence-similarity",
        "text-ranking", "token-classification", "zero-shot-classification"}) {
    EXPECT_TRUE(may_share_a_call(task, request("a"), request("b"))) << task;
  }
}

TEST(Batches, BrokenRequestsAreNeverAsked) {
  Classifier classifier;
  Request broken;
  broken.failure = Failure{"invalid_argument", "not JSON"};
  const auto answers = together(classifier, {broken});
  EXPECT_EQ(classifier.calls, 0);
  EXPECT_EQ(answers[0].failure->message, "not JSON");
}

TEST(Batches, OnlyAlikeNeighboursShareACall) {
  Request broken;
  broken.failure = Failure{};
  EXPECT_TRUE(may_share_a_call(kTask, request("a"), request("b")));
  EXPECT_FALSE(may_share_a_call(kTask, request("a"), request("b", {{"top_k", 2}})));
  EXPECT_FALSE(may_share_a_call(kTask, request("a"), request(Json::array({"b"}))));
  EXPECT_FALSE(may_share_a_call(kTask, request("a"), request({{"text", "b"}})));
  EXPECT_FALSE(may_share_a_call(kTask, request("a"), broken));
  EXPECT_FALSE(may_share_a_call("text-generation", request("a"), request("b")));
}

TEST(Batches, AnAnswerOfAnotherLengthIsAskedAgain) {
  int lone = 0;
  const Ask ask = [&](const Json& inputs, const Json&) {
    if (inputs.is_array()) return Json::array({1});
    ++lone;
    return Json(lone);
  };
  const auto answers = ask_together(kTask, ask, std::vector{request("a"), request("b")}, 8);
  EXPECT_EQ(answers[1].value, 2);
}

}  // namespace
}  // namespace penstock::cli
