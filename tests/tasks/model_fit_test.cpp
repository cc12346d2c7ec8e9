// SPDX-License-Identifier: Apache-2.0
#include "tasks/model_fit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "support/fake_session.hpp"

namespace penstock {
namespace {

using ::testing::AllOf;
using testing::FakePort;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Shape = std::vector<std::int64_t>;

constexpr const char* kFourLabels =
    R"({"vocab_size": 30, "id2label": {"0": "A", "1": "B", "2": "C", "3": "D"}})";

ModelConfig config_of(const std::string& json = kFourLabels) {
  return ModelConfig(parse_json(json, "config.json"));
}

FakePort port(std::string name, Shape shape) {
  return {std::move(name), PENSTOCK_INT64, std::move(shape)};
}

std::unique_ptr<Session> graph(std::vector<FakePort> outputs,
                               std::vector<FakePort> inputs = {{"input_ids"}}) {
  return testing::make_session({std::move(inputs), std::move(outputs), nullptr});
}

// The graphs that exporters write for each head.
std::unique_ptr<Session> labels() { return graph({port("logits", {-1, 4})}); }
std::unique_ptr<Session> token_labels() { return graph({port("logits", {-1, -1, 4})}); }
std::unique_ptr<Session> masked_lm() { return graph({port("logits", {-1, -1, 30})}); }
std::unique_ptr<Session> bounds() {
  return graph({port("start_logits", {-1, -1}), port("end_logits", {-1, -1})});
}
std::unique_ptr<Session> base() { return graph({port("last_hidden_state", {-1, -1, 8})}); }
std::unique_ptr<Session> decoder() {
  return graph({port("logits", {-1, -1, 30}), port("present.0.key", {-1, 2, -1, 4})},
               {{"input_ids"}, port("past_key_values.0.key", {-1, 2, -1, 4})});
}

std::string refusal(const char* task, const Session& session,
                    const ModelConfig& config = config_of()) {
  try {
    check_fit(find_task(normalize_task(task), "a test"), session, config);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_NE(std::string(error.what()), "");
    return error.what();
  }
  return "";
}

struct HeadTasks {
  const char* head;
  std::unique_ptr<Session> (*make)();
  std::vector<std::string> tasks;
};

void PrintTo(const HeadTasks& head, std::ostream* out) { *out << head.head; }

class ModelFit : public ::testing::TestWithParam<HeadTasks> {};

TEST_P(ModelFit, EachHeadIsForItsTasksAlone) {
  const std::unique_ptr<Session> session = GetParam().make();
  for (const TaskEntry& entry : task_table()) {
    const std::string id(entry.id);
    const bool fits = ::testing::Matches(::testing::Contains(id))(GetParam().tasks);
    EXPECT_EQ(refusal(id.c_str(), *session).empty(), fits) << id;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Heads, ModelFit,
    ::testing::Values(
        HeadTasks{
            "labels", labels, {"text-classification", "text-ranking", "zero-shot-classification"}},
        HeadTasks{"token_labels", token_labels, {"token-classification"}},
        // Of a graph without a cache, only config.json tells whether it is a decoder.
        HeadTasks{"masked_lm",
                  masked_lm,
                  {"fill-mask", "text-generation", "text2text-generation", "summarization",
                   "translation"}},
        HeadTasks{"bounds", bounds, {"question-answering"}},
        HeadTasks{"base", base, {"feature-extraction", "sentence-similarity"}},
        HeadTasks{"decoder",
                  decoder,
                  {"text-generation", "text2text-generation", "summarization", "translation"}}),
    [](const auto& head) { return std::string(head.param.head); });

TEST(ModelFitMessage, SaysWhatIsGivenNeededAndFitting) {
  const ModelConfig config = config_of(
      R"({"vocab_size": 30, "architectures": ["BertForTokenClassification"], "num_labels": 4})");
  EXPECT_EQ(refusal("text-classification", *token_labels(), config),
            "The model gives logits [?, ?, 4], and text-classification needs logits [batch, "
            "labels]. Its architecture, BertForTokenClassification, is for token-classification: "
            "run that task, or give a model for text-classification.");
}

TEST(ModelFitMessage, WithoutAnArchitectureAsksForAnotherExport) {
  EXPECT_THAT(refusal("question-answering", *labels()),
              AllOf(HasSubstr("needs start_logits and end_logits"),
                    HasSubstr("Give a model that was exported for question-answering.")));
}

TEST(ModelFitMessage, ALongListOfOutputsIsCut) {
  std::vector<FakePort> outputs;
  for (int i = 0; i < 9; ++i) outputs.push_back(port("present." + std::to_string(i), {-1, 2}));
  EXPECT_THAT(refusal("text-classification", *graph(std::move(outputs))),
              HasSubstr("present.2 [?, 2] and 6 more, and text-classification"));
}

TEST(ModelFitMessage, AnInputThatNoTokenizerGivesIsNamed) {
  EXPECT_THAT(refusal("feature-extraction", *decoder()),
              HasSubstr("Input past_key_values.0.key is required by model but not provided"));
}

TEST(ModelFit, ADecoderThatReadsAnEncoderIsNoTextGeneration) {
  const auto cross =
      graph({port("logits", {-1, -1, 30})}, {{"input_ids"}, {"encoder_attention_mask"}});
  EXPECT_THAT(refusal("text-generation", *cross), HasSubstr("encoder_attention_mask"));
  EXPECT_THAT(refusal("translation", *cross), IsEmpty());
}

TEST(ModelFit, AMaskedModelGeneratesOnlyWhereTheConfigurationAsksForNoCache) {
  const std::string head = R"("vocab_size": 30, "architectures": ["RobertaForMaskedLM"])";
  EXPECT_THAT(refusal("text-generation", *masked_lm(), config_of("{" + head + "}")),
              HasSubstr("RobertaForMaskedLM, is for fill-mask"));
  EXPECT_THAT(
      refusal("text-generation", *masked_lm(), config_of("{" + head + R"(, "use_cache": false})")),
      IsEmpty());
}

// A plain decoder, and one whose configuration names the base class.
TEST(ModelFit, ADecoderWithoutACacheFits) {
  for (const char* name : {"GPT2LMHeadModel", "GPT2Model"}) {
    const ModelConfig config =
        config_of(R"({"vocab_size": 30, "architectures": [")" + std::string(name) + "\"]}");
    EXPECT_THAT(refusal("text-generation", *masked_lm(), config), IsEmpty()) << name;
  }
}

TEST(ModelFit, AnOnlyOutputMayHaveAnyNameButAnotherHeads) {
  EXPECT_THAT(refusal("text-classification", *graph({port("output_0", {-1, 4})})), IsEmpty());
  EXPECT_THAT(refusal("token-classification", *base()), HasSubstr("last_hidden_state"));
  EXPECT_THAT(refusal("feature-extraction", *graph({port("output_0", {-1, -1, 8})})), IsEmpty());
}

TEST(ModelFit, UndeclaredSizesAreLeftToTheCall) {
  EXPECT_THAT(refusal("token-classification", *graph({port("logits", {-1, -1, -1})})), IsEmpty());
  EXPECT_THAT(refusal("fill-mask", *graph({port("logits", {-1, -1, -1})})), IsEmpty());
}

TEST(ModelFit, AVocabularyOfAsManyTokensAsLabelsTellsNothing) {
  const ModelConfig config = config_of(R"({"vocab_size": 4, "num_labels": 4})");
  EXPECT_THAT(refusal("token-classification", *token_labels(), config), IsEmpty());
  EXPECT_THAT(refusal("fill-mask", *token_labels(), config), IsEmpty());
}

TEST(OtherTasks, AreNoneWhereTheArchitectureFits) {
  const TaskEntry& ranking = find_task(normalize_task("text-ranking"), "a test");
  EXPECT_THAT(other_tasks(ranking, config_of()), IsEmpty());
  EXPECT_THAT(
      other_tasks(ranking, config_of(R"({"architectures": ["BertForSequenceClassification"]})")),
      IsEmpty());
  EXPECT_THAT(other_tasks(ranking, config_of(R"({"architectures": ["GPT2LMHeadModel"]})")),
              HasSubstr("GPT2LMHeadModel, is for text-generation"));
}

}  // namespace
}  // namespace penstock
