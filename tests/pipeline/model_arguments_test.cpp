// SPDX-License-Identifier: Apache-2.0
#include "pipeline/model_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

SessionArguments arguments_of(Accelerator accelerator, const Json& kwargs,
                              const char* torch_dtype = "auto") {
  PipelineOptions options;
  options.model_kwargs = kwargs;
  options.torch_dtype = torch_dtype;
  return session_arguments(options, accelerator);
}

std::string refusal_of_arguments(Accelerator accelerator, const Json& kwargs) {
  try {
    (void)arguments_of(accelerator, kwargs);
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << kwargs;
  return "";
}

TEST(ModelArguments, OrtKeysBecomeSessionOptions) {
  const SessionArguments arguments =
      arguments_of(Accelerator::ort, {{"providers", {"CPUExecutionProvider"}},
                                      {"session_options", {{"intra_op_num_threads", 2}}},
                                      {"use_io_binding", false},
                                      {"file_name", "m.onnx"},
                                      {"local_files_only", true}});
  EXPECT_THAT(arguments.options, ElementsAre(Pair("providers", "[\"CPUExecutionProvider\"]"),
                                             Pair("intra_op_num_threads", "2")));
}

TEST(ModelArguments, OvConfigAndDevicePassThrough) {
  const SessionArguments arguments =
      arguments_of(Accelerator::ov, {{"device", "GPU"}, {"ov_config", {{"NUM_STREAMS", 2}}}});
  EXPECT_EQ(arguments.device, "GPU");
  EXPECT_THAT(arguments.options, ElementsAre(Pair("NUM_STREAMS", "2")));
}

TEST(ModelArguments, DtypeIsAHintForOpenVinoOnly) {
  EXPECT_THAT(arguments_of(Accelerator::ov, {}, "torch.bfloat16").options,
              ElementsAre(Pair("INFERENCE_PRECISION_HINT", "bf16")));
  EXPECT_THAT(arguments_of(Accelerator::ov, {}).options, IsEmpty());
  EXPECT_THAT(arguments_of(Accelerator::ort, {}, "bfloat16").options, IsEmpty());
  EXPECT_THROW((void)arguments_of(Accelerator::ort, {}, "int4"), Error);
}

TEST(ModelArguments, OvConfigsOwnPrecisionWins) {
  EXPECT_THAT(arguments_of(Accelerator::ov, {{"ov_config", {{"INFERENCE_PRECISION_HINT", "f16"}}}},
                           "float32")
                  .options,
              ElementsAre(Pair("INFERENCE_PRECISION_HINT", "f16")));
}

TEST(ModelArguments, KeysOfAnotherAcceleratorAreRefusedWithTheList) {
  EXPECT_THAT(refusal_of_arguments(Accelerator::ort, {{"ov_config", Json::object()}}),
              ::testing::AllOf(HasSubstr("`ov_config`"), HasSubstr("provider_options")));
  EXPECT_THAT(refusal_of_arguments(Accelerator::ov, {{"providers", {"x"}}}),
              HasSubstr("ov_config"));
  EXPECT_THAT(refusal_of_arguments(Accelerator::ipex, {{"device", "x"}}), HasSubstr("file_name"));
}

TEST(ModelArguments, IpexTakesItsOptionsFromAnObject) {
  EXPECT_THAT(arguments_of(Accelerator::ipex,
                           {{"warmup", false}, {"ipex_config", {{"num_threads", 2}, {"x", "y"}}}})
                  .options,
              ElementsAre(Pair("warmup", "false"), Pair("num_threads", "2"), Pair("x", "y")));
}

TEST(ModelArguments, WhatNeedsPyTorchIsRefused) {
  EXPECT_THAT(refusal_of_arguments(Accelerator::ov, {{"load_in_8bit", true}}),
              HasSubstr("quantize"));
}

TEST(ModelArguments, ExportIsAChoiceOfThree) {
  EXPECT_EQ(export_choice(Json::object()), ExportChoice::when_needed);
  EXPECT_EQ(export_choice({{"export", nullptr}}), ExportChoice::when_needed);
  EXPECT_EQ(export_choice({{"export", true}}), ExportChoice::always);
  EXPECT_EQ(export_choice({{"export", false}}), ExportChoice::never);
  EXPECT_THROW((void)export_choice({{"export", "yes"}}), Error);
  EXPECT_THAT(arguments_of(Accelerator::ort, {{"export", true}}).options, IsEmpty());
}

TEST(ModelArguments, LocationKeysNameFolderAndFiles) {
  ModelLocation location;
  apply_location_kwargs(
      {{"subfolder", "onnx"}, {"file_name", "m.onnx"}, {"from_onnx", true}, {"other", 1}},
      location);
  EXPECT_EQ(location.subfolder, "onnx");
  EXPECT_THAT(location.file_names, ElementsAre(Pair("file_name", "m.onnx")));
  EXPECT_TRUE(location.from_onnx);
  EXPECT_THROW(apply_location_kwargs({{"subfolder", 3}}, location), Error);
}

}  // namespace
}  // namespace penstock
