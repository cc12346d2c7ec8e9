// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>

#include "support/backends.hpp"

// pipeline(assistant_model=...) on real runtimes: the answers are those without it.

namespace penstock {
namespace {

using ::testing::HasSubstr;

const std::string kModels = PENSTOCK_TEST_DATA "/models/";
const std::string kChat = kModels + "mistral-chat";
const std::string kNllb = PENSTOCK_TEST_DATA "/translation/nllb";

PipelineOptions assisted_options(const std::string& model, const std::string& accelerator,
                                 Json parameters = Json::object()) {
  PipelineOptions options;
  options.model = model;
  options.accelerator = accelerator;
  options.parameters = std::move(parameters);
  if (accelerator == "ov") {
    options.model_kwargs = {{"ov_config", {{"INFERENCE_PRECISION_HINT", "f32"}}}};
  }
  return options;
}

std::string refusal_to_open(const std::string& task, const PipelineOptions& options) {
  try {
    (void)pipeline(task, options);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
    return error.what();
  }
  return "no error";
}

class AssistantModelTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND(GetParam()); }

  static void expect_same(const std::string& task, const std::string& model,
                          const std::string& assistant, const std::vector<std::string>& texts,
                          const Json& call) {
    const Pipeline alone = pipeline(task, assisted_options(model, GetParam()));
    const Pipeline helped =
        pipeline(task, assisted_options(model, GetParam(), {{"assistant_model", assistant}}));
    for (const std::string& text : texts) EXPECT_EQ(helped(text, call), alone(text, call)) << text;
  }
};

// Tokens that the assistant guesses: all right, when it is the model itself.
TEST_P(AssistantModelTest, TheTokensOfGreedySearch) {
  const Json call = {{"max_new_tokens", 24}, {"do_sample", false}, {"return_tensors", true}};
  expect_same("text-generation", kChat, kChat, {"Hi", "Hi you", "a b c d", "tell me more"}, call);
}

TEST_P(AssistantModelTest, AnEncoderReadsTheTextForBoth) {
  const Json call = {{"max_new_tokens", 20},
                     {"num_beams", 1},
                     {"src_lang", "eng_Latn"},
                     {"tgt_lang", "fra_Latn"},
                     {"return_tensors", true}};
  expect_same("translation", kNllb, kNllb, {"the quick brown fox", "a dog", "we see"}, call);
}

// Another model's weights: most guesses are wrong.
TEST_P(AssistantModelTest, AnAssistantThatGuessesWrong) {
  const Json call = {{"max_new_tokens", 20},
                     {"do_sample", false},
                     {"assistant_confidence_threshold", 0.0},
                     {"return_tensors", true}};
  expect_same("text-generation", kChat, kModels + "gemma-text-generation",
              {"Hi", "Hi you", "a b c d"}, call);
}

TEST_P(AssistantModelTest, ModelKwargsMayNameIt) {
  PipelineOptions options = assisted_options(kChat, GetParam());
  options.model_kwargs["assistant_model"] = kModels + "opt-text-generation";
  const Json call = {{"max_new_tokens", 9}, {"do_sample", false}};
  EXPECT_EQ(pipeline("text-generation", options)("Hi", call),
            pipeline("text-generation", assisted_options(kChat, GetParam()))("Hi", call));
  options.model_kwargs["assistant_model"] = kModels + "no-such-folder";
  EXPECT_THROW((void)pipeline("text-generation", options), Error);
}

// As in the reference, an assistant is left alone where there are beams.
TEST_P(AssistantModelTest, BeamsAreSearchedWithoutIt) {
  expect_same("text-generation", kChat, kChat, {"Hi you"},
              {{"max_new_tokens", 8}, {"do_sample", false}, {"num_beams", 3}});
}

TEST_P(AssistantModelTest, AnotherVocabularyIsRefused) {
  const std::string other = PENSTOCK_TEST_DATA "/translation/mbart";
  EXPECT_THAT(refusal_to_open("translation",
                              assisted_options(kNllb, GetParam(), {{"assistant_model", other}})),
              HasSubstr("The assistant model has a different tokenizer than the main model."));
}

TEST_P(AssistantModelTest, ItIsNoParameterOfACall) {
  const Pipeline pipe = pipeline("text-generation", assisted_options(kChat, GetParam()));
  EXPECT_THROW((void)pipe("Hi", {{"assistant_model", kChat}}), Error);
  EXPECT_THAT(refusal_to_open("text-generation",
                              assisted_options(kChat, GetParam(), {{"assistant_model", 5}})),
              HasSubstr("the folder of a model"));
}

INSTANTIATE_TEST_SUITE_P(Accelerators, AssistantModelTest, ::testing::Values("ort", "ov"),
                         [](const auto& parameter) { return std::string(parameter.param); });

}  // namespace
}  // namespace penstock
