// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>

#include "support/temporary_folder.hpp"

// What pipeline() refuses before any runtime is opened.

namespace penstock {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class PipelineTest : public ::testing::Test {
 protected:
  std::string refusal(std::string_view task, PipelineOptions options, ErrorCode code) {
    try {
      (void)pipeline(task, options);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "made";
    return "";
  }

  std::string refusal(PipelineOptions options, ErrorCode code = ErrorCode::invalid_argument) {
    options.model = folder_.path().string();
    return refusal("text-classification", std::move(options), code);
  }

  testing::TemporaryFolder folder_;
};

TEST_F(PipelineTest, NeitherTaskNorModel) {
  EXPECT_EQ(refusal("", {}, ErrorCode::invalid_argument),
            "Impossible to instantiate a pipeline without either a task or a model being "
            "specified. Please provide a task class or a model");
}

TEST_F(PipelineTest, TokenizerWithoutModel) {
  EXPECT_THAT(refusal("ner", {.tokenizer = "t"}, ErrorCode::invalid_argument),
              StartsWith("Impossible to instantiate a pipeline with tokenizer specified but not "
                         "the model"));
}

TEST_F(PipelineTest, NoModelSaysThatNoneIsFetched) {
  EXPECT_THAT(refusal("text-classification", {}, ErrorCode::not_found), HasSubstr("`model`"));
}

TEST_F(PipelineTest, NoTask) {
  EXPECT_THAT(refusal("", {.model = "m"}, ErrorCode::invalid_argument),
              StartsWith("Instantiating a pipeline without a task set raised an error: "));
}

TEST_F(PipelineTest, UnknownTask) {
  EXPECT_THAT(refusal("sentiment", {.model = "m"}, ErrorCode::not_found),
              StartsWith("Unknown task sentiment, available tasks are ['audio-classification', "));
}

TEST_F(PipelineTest, KnownTaskThatIsNotServedNamesTheRuntime) {
  EXPECT_THAT(
      refusal("keypoint-matching", {.model = "m", .accelerator = "ov"}, ErrorCode::unsupported),
      StartsWith("Task 'keypoint-matching' is not supported by OpenVINO. Only ["));
}

TEST_F(PipelineTest, UnknownAccelerator) {
  EXPECT_EQ(refusal({.accelerator = "tpu"}),
            "Accelerator tpu not recognized. Please use 'ort', 'ov' or 'ipex'.");
}

TEST_F(PipelineTest, PythonOnlyOptionsAreRefusedWithTheReason) {
  EXPECT_THAT(refusal({.framework = "tf"}), HasSubstr("`framework`"));
  EXPECT_THAT(refusal({.use_fast = false}), HasSubstr("`use_fast=False`"));
  EXPECT_THAT(refusal({.device_map = "auto"}),
              StartsWith("ORTModel._from_pretrained() got an unexpected keyword argument "
                         "'device_map'"));
  EXPECT_THAT(refusal({.device_map = "auto", .model_kwargs = {{"device_map", "auto"}}}),
              StartsWith("You cannot use both `pipeline(... device_map=..., "
                         "model_kwargs={\"device_map\":...})`"));
  EXPECT_THAT(refusal({.pipeline_class = "X"}), HasSubstr("`pipeline_class`"));
  EXPECT_THAT(refusal({.revision = "v2"}), HasSubstr("`revision`"));
}

TEST_F(PipelineTest, UnusedPreprocessorsAreRefused) {
  EXPECT_THAT(refusal({.feature_extractor = "x"}), HasSubstr("feature_extractor"));
  EXPECT_THAT(refusal({.image_processor = "x"}), HasSubstr("image_processor"));
  EXPECT_THAT(refusal({.processor = "x"}), HasSubstr("processor"));
}

TEST_F(PipelineTest, ModelThatIsNoFolder) {
  const std::string message = refusal("ner", {.model = "org/no-such-model"}, ErrorCode::not_found);
  EXPECT_THAT(message, StartsWith("org/no-such-model is not a local folder"));
  EXPECT_THAT(message, HasSubstr("hf download org/no-such-model"));
}

TEST_F(PipelineTest, PathThatIsNoFolderIsNotTakenForAModelId) {
  for (const std::string path :
       {"/no/such/model", "./no-such-model", "models/tiny/no-such-model"}) {
    const std::string message = refusal("ner", {.model = path}, ErrorCode::not_found);
    EXPECT_THAT(message, StartsWith("There is no folder " + path));
    EXPECT_THAT(message, Not(HasSubstr("hf download")));
  }
}

TEST_F(PipelineTest, ModelThatIsAFile) {
  const std::string path = (folder_.path() / "notes.txt").string();
  folder_.write("notes.txt", "no graph");
  const std::string message = refusal("ner", {.model = path}, ErrorCode::not_found);
  EXPECT_THAT(message, StartsWith(path + " is a file"));
  EXPECT_THAT(message, HasSubstr("Give the folder"));
}

TEST_F(PipelineTest, FolderWithoutConfig) {
  EXPECT_THAT(refusal({}, ErrorCode::not_found),
              StartsWith("config.json not found in " + folder_.path().string() + " local folder"));
}

TEST_F(PipelineTest, FilesThatCannotBeLookedAtAreToldFromMissingOnes) {
  std::filesystem::create_symlink("config.json", folder_.path() / "config.json");
  const std::string message = refusal({}, ErrorCode::io);
  EXPECT_THAT(message, StartsWith((folder_.path() / "config.json").string() + " cannot be read"));
  EXPECT_THAT(message, HasSubstr("links"));
}

TEST_F(PipelineTest, DamagedConfig) {
  folder_.write("config.json", std::string(1000000, '['));
  EXPECT_THAT(refusal({}, ErrorCode::io), HasSubstr("config.json"));
}

TEST_F(PipelineTest, AvailableTasksCarryAliases) {
  const std::vector<std::string> names = available_tasks();
  EXPECT_THAT(names, ::testing::IsSupersetOf({"text-classification", "sentiment-analysis"}));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

}  // namespace
}  // namespace penstock
