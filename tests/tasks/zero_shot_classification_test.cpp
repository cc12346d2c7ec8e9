// SPDX-License-Identifier: Apache-2.0
#include "tasks/zero_shot_classification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "fake_task.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using testing::FakeOutput;
using ::testing::HasSubstr;
using testing::refusal;

constexpr const char* kNli = R"({"label2id": {"contradiction": 0, "neutral": 1, "Entailment": 2}})";
constexpr double kZeroShotTolerance = 1e-6;
constexpr std::int64_t kZeroShotFilm = 92;
constexpr std::int64_t kZeroShotSlow = 93;

// The logits of a pair: of "film" 0, 0, 2, else of "slow" 1, 0, 1, else 0. Notes the rows' lengths.
std::unique_ptr<const Task> zero_shot_task(const char* config = kNli,
                                           Json parameters = Json::object(),
                                           std::vector<std::int64_t>* lengths = nullptr) {
  auto run = [lengths](std::span<const PenstockTensor> inputs) {
    const auto ids = testing::int64_values(inputs[0]);
    const auto length = inputs[0].shape[1];
    FakeOutput output{{}, {inputs[0].shape[0], 3}};
    for (auto row = ids.begin(); row != ids.end(); row += length) {
      const auto has = [&](std::int64_t id) {
        return std::find(row, row + length, id) != row + length;
      };
      std::vector<float> logits = {0.0F, 0.0F, 0.0F};
      if (has(kZeroShotSlow)) logits = {1.0F, 0.0F, 1.0F};
      if (has(kZeroShotFilm)) logits = {0.0F, 0.0F, 2.0F};
      output.values.insert(output.values.end(), logits.begin(), logits.end());
      if (lengths != nullptr) lengths->push_back(length);
    }
    return std::vector{output};
  };
  return testing::make_task(
      {.name = "zero-shot-classification",
       .make = make_zero_shot_classification,
       .graph = {{{"input_ids"}, {"attention_mask"}}, {{"logits"}}, std::move(run)},
       .parameters = std::move(parameters),
       .config = config});
}

Json labels(const Json& value) { return {{"candidate_labels", value}}; }

TEST(ZeroShotClassification, LabelsInAStringLoseEverySpaceThatPythonKnows) {
  const Json answer = zero_shot_task()->call("day", labels("\u3000slow ,\u00A0film\x1C,\u2003,"));
  EXPECT_EQ(answer["labels"], Json({"film", "slow"}));
}

TEST(ZeroShotClassification, LabelsOfOneSetShareTheSoftmax) {
  const Json answer = zero_shot_task()->call("day", labels({"slow", "film"}));
  EXPECT_THAT(testing::keys_of(answer), ElementsAre("sequence", "labels", "scores"));
  EXPECT_EQ(answer["sequence"], "day");
  EXPECT_EQ(answer["labels"], Json({"film", "slow"}));
  EXPECT_NEAR(answer["scores"][0].get<double>(), 0.7310586, kZeroShotTolerance);
  EXPECT_NEAR(answer["scores"][1].get<double>(), 0.2689414, kZeroShotTolerance);
}

TEST(ZeroShotClassification, MultiLabelScoresEachLabelAlone) {
  for (const char* name : {"multi_label", "multi_class"}) {
    Json parameters = labels({"slow", "film"});
    parameters[name] = true;
    const Json answer = zero_shot_task()->call("day", parameters);
    EXPECT_EQ(answer["labels"], Json({"film", "slow"}));
    EXPECT_NEAR(answer["scores"][0].get<double>(), 0.8807971, kZeroShotTolerance) << name;
    EXPECT_NEAR(answer["scores"][1].get<double>(), 0.5, kZeroShotTolerance) << name;
  }
}

TEST(ZeroShotClassification, OneLabelIsScoredAgainstContradiction) {
  const Json answer = zero_shot_task()->call("day", labels("film"));
  EXPECT_EQ(answer["labels"], Json::array({"film"}));
  EXPECT_NEAR(answer["scores"][0].get<double>(), 0.8807971, kZeroShotTolerance);
}

TEST(ZeroShotClassification, StringOfLabelsIsSplitAtCommas) {
  const auto task = zero_shot_task();
  EXPECT_EQ(task->call("day", labels(" slow , film,, ")),
            task->call("day", labels({"slow", "film"})));
}

TEST(ZeroShotClassification, OfEqualScoresTheLaterLabelComesFirst) {
  EXPECT_EQ(zero_shot_task()->call("day", labels({"good", "film", "great"}))["labels"],
            Json({"film", "great", "good"}));
}

TEST(ZeroShotClassification, ListGivesAList) {
  const auto task = zero_shot_task();
  const Json parameters = labels("film");
  const Json one = task->call("day", parameters);
  EXPECT_EQ(task->call(Json::array({"day"}), parameters), Json::array({one}));
  const Json two = task->call(Json({"day", "good"}), parameters);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0], one);
  EXPECT_EQ(two[1]["sequence"], "good");
}

TEST(ZeroShotClassification, TemplateMakesTheHypothesis) {
  Json parameters = labels({"good", "great"});
  parameters["hypothesis_template"] = "film {}";
  parameters["multi_label"] = true;
  const Json answer = zero_shot_task()->call("day", parameters);
  EXPECT_NEAR(answer["scores"][0].get<double>(), 0.8807971, kZeroShotTolerance);
  EXPECT_NEAR(answer["scores"][1].get<double>(), 0.8807971, kZeroShotTolerance);
}

TEST(ZeroShotClassification, ParametersOfTheConstructionAreKept) {
  const auto task =
      zero_shot_task(kNli, {{"candidate_labels", "slow,film"}, {"multi_label", true}});
  EXPECT_NEAR(task->call("day", {})["scores"][1].get<double>(), 0.5, kZeroShotTolerance);
  EXPECT_EQ(task->call("day", labels("good"))["labels"], Json::array({"good"}));
}

TEST(ZeroShotClassification, EntailmentIsFoundByNameAndElseTheLastColumn) {
  const auto score = [](const char* config) {
    return zero_shot_task(config)->call("day", labels("film"))["scores"][0].get<double>();
  };
  EXPECT_NEAR(score(R"({"label2id": {"entails": 0, "no": 1, "not": 2}})"), 0.1192029,
              kZeroShotTolerance);
  EXPECT_NEAR(score(R"({"label2id": {"no": 0, "ENTAILED": 1, "x": 2}})"), 0.5, kZeroShotTolerance);
  EXPECT_NEAR(score(R"({"id2label": {"0": "entailment", "1": "a", "2": "b"}})"), 0.1192029,
              kZeroShotTolerance);
  EXPECT_NEAR(score(R"({"label2id": {"no": 0, "x": 1, "yes": 2}})"), 0.8807971, kZeroShotTolerance);
}

// [CLS] day [SEP] [SEP]: the reference sends pairs in a list, which keep an empty second text.
TEST(ZeroShotClassification, AnEmptyHypothesisIsStillASecondText) {
  std::vector<std::int64_t> lengths;
  Json call = labels({""});
  call["hypothesis_template"] = "{}";
  (void)zero_shot_task(kNli, Json::object(), &lengths)->call("day", call);
  EXPECT_THAT(lengths, ElementsAre(4));
}

TEST(ZeroShotClassification, OnlyTheTextIsCut) {
  std::vector<std::int64_t> lengths;
  const auto task = zero_shot_task(kNli, {}, &lengths);
  const Json answer = task->call(testing::repeated("day", 40), labels("film"));
  EXPECT_NEAR(answer["scores"][0].get<double>(), 0.8807971, kZeroShotTolerance);
  EXPECT_THAT(lengths, ElementsAre(32));
}

TEST(ZeroShotClassification, HypothesisThatCannotFitIsRunWhole) {
  std::vector<std::int64_t> lengths;
  const auto task = zero_shot_task(kNli, {}, &lengths);
  Json parameters = labels("film");
  parameters["hypothesis_template"] = testing::repeated("good", 40) + "{}";
  EXPECT_NEAR(task->call("day", parameters)["scores"][0].get<double>(), 0.8807971,
              kZeroShotTolerance);
  EXPECT_THAT(lengths, ElementsAre(45));
}

TEST(ZeroShotClassification, NoLabelOrNoSequenceIsRefused) {
  const std::string text = "You must include at least one label and at least one sequence.";
  const auto task = zero_shot_task();
  EXPECT_EQ(refusal(*task, "day"), text);
  EXPECT_EQ(refusal(*task, "day", labels("")), text);
  EXPECT_EQ(refusal(*task, "day", labels(", ,")), text);
  EXPECT_EQ(refusal(*task, "day", labels(Json::array())), text);
  EXPECT_EQ(refusal(*task, "", labels("film")), text);
}

TEST(ZeroShotClassification, TemplateWithoutPlaceIsRefused) {
  Json parameters = labels("film");
  parameters["hypothesis_template"] = "This is it.";
  EXPECT_EQ(refusal(*zero_shot_task(), "day", parameters),
            "The provided hypothesis_template \"This is it.\" was not able to be formatted with "
            "the target labels. Make sure the passed template includes formatting syntax such as "
            "{} where the label should go.");
  parameters["hypothesis_template"] = "{x}";
  EXPECT_THAT(refusal(*zero_shot_task(), "day", parameters), HasSubstr("\"{x}\""));
}

TEST(ZeroShotClassification, BadCallsAreRefusedAndTheNextIsUnharmed) {
  const auto task = zero_shot_task();
  EXPECT_THAT(refusal(*task, 5, labels("film")), HasSubstr("got 5"));
  EXPECT_THAT(refusal(*task, "day", labels(5)), HasSubstr("`candidate_labels`"));
  EXPECT_THAT(refusal(*task, "day", labels(Json::array({5}))), HasSubstr("`candidate_labels`"));
  EXPECT_EQ(task->call("day", labels("film"))["sequence"], "day");
}

}  // namespace
}  // namespace penstock
