// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>

#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

// Models of tests/data/models given to tasks they were not made for, on real runtimes: refused when
// they are loaded, with the task that would fit.

namespace penstock {
namespace {

using ::testing::HasSubstr;

struct WrongModel {
  const char* model;
  const char* task;
  const char* given;  // what the message says of it
  const char* fits;
};

void PrintTo(const WrongModel& wrong, std::ostream* out) {
  *out << wrong.model << " for " << wrong.task;
}

std::string refusal(const WrongModel& wrong, const std::string& accelerator) {
  PipelineOptions options;
  options.model = PENSTOCK_TEST_DATA "/models/" + std::string(wrong.model);
  options.tokenizer = PENSTOCK_TEST_DATA "/models/bert-sentiment";
  options.accelerator = accelerator;
  try {
    (void)pipeline(wrong.task, options);
  } catch (const Error& error) {
    EXPECT_TRUE(error.code() == ErrorCode::io || error.code() == ErrorCode::not_found);
    return error.what();
  }
  return "";
}

class WrongModelTest : public ::testing::TestWithParam<WrongModel> {};

TEST_P(WrongModelTest, IsRefusedWhenLoaded) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  for (const char* accelerator : {"ort", "ov"}) {
    if (std::string(accelerator) == "ov") PENSTOCK_REQUIRE_BACKEND("ov");
    const std::string message = refusal(GetParam(), accelerator);
    EXPECT_THAT(message, HasSubstr(GetParam().given)) << accelerator;
    EXPECT_THAT(message, HasSubstr(std::string("is for ") + GetParam().fits)) << accelerator;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Pairs, WrongModelTest,
    ::testing::Values(
        WrongModel{"bert-sentiment", "question-answering", "logits [?, 2]", "text-classification"},
        WrongModel{"bert-sentiment", "text-generation", "logits [?, 2]", "text-classification"},
        WrongModel{"bert-sentiment", "feature-extraction", "logits [?, 2]", "text-classification"},
        WrongModel{"deberta-v2-token-classification", "fill-mask", "logits [?, ?, 4]",
                   "token-classification"},
        WrongModel{"deberta-v2-token-classification", "zero-shot-classification",
                   "logits [?, ?, 4]", "token-classification"},
        WrongModel{"electra-fill-mask", "text-generation", "logits [?, ?, 110]", "fill-mask"},
        WrongModel{"electra-fill-mask", "token-classification", "logits [?, ?, 110]", "fill-mask"},
        WrongModel{"mpnet-feature-extraction", "text-generation", "last_hidden_state",
                   "feature-extraction"},
        WrongModel{"albert-question-answering", "text-ranking", "start_logits",
                   "question-answering"},
        WrongModel{"mistral-chat", "text-classification", "Input past_key_values",
                   "text-generation"},
        WrongModel{"mistral-chat", "summarization", "encoder", "text-generation"},
        WrongModel{"mbart-translation", "text-generation", "Input encoder_",
                   "text2text-generation"},
        WrongModel{"mbart-translation", "text-classification", "multiple ONNX files",
                   "text2text-generation"}));

// An assistant_model is held to the same.
TEST(WrongAssistant, IsRefusedWhenLoaded) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const testing::TemporaryFolder folder;
  (void)folder.write("config.json", R"({"model_type": "mpnet", "architectures": ["MPNetModel"]})");
  std::filesystem::copy(PENSTOCK_TEST_DATA "/models/mpnet-feature-extraction/model.onnx",
                        folder.path());
  PipelineOptions options;
  options.model = PENSTOCK_TEST_DATA "/models/mistral-chat";
  options.accelerator = "ort";
  options.parameters = {{"assistant_model", folder.path().string()}};
  try {
    (void)pipeline("text-generation", options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_THAT(error.what(), HasSubstr("assistant_model"));
    EXPECT_THAT(error.what(), HasSubstr("last_hidden_state"));
  }
}

}  // namespace
}  // namespace penstock
