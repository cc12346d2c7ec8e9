// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>

namespace penstock {
namespace {

using ::testing::HasSubstr;

std::string refusal(const Json& json) {
  try {
    (void)pipeline_options_from_json(json);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << json;
  return "";
}

TEST(PipelineOptions, EveryNameOfTheReferenceIsRead) {
  const PipelineOptions options =
      pipeline_options_from_json({{"model", "m"},
                                  {"config", "c"},
                                  {"tokenizer", "t"},
                                  {"framework", "pt"},
                                  {"revision", "main"},
                                  {"use_fast", true},
                                  {"token", true},
                                  {"device", -1},
                                  {"torch_dtype", "float32"},
                                  {"accelerator", "ov"},
                                  {"trust_remote_code", false},
                                  {"model_kwargs", {{"file_name", "f"}}},
                                  {"parameters", {{"top_k", 2}}}});
  EXPECT_EQ(options.model, "m");
  EXPECT_EQ(options.config, "c");
  EXPECT_EQ(options.tokenizer, "t");
  EXPECT_EQ(options.device, "-1");
  EXPECT_EQ(options.accelerator, "ov");
  EXPECT_EQ(options.trust_remote_code, false);
  EXPECT_EQ(options.model_kwargs["file_name"], "f");
  EXPECT_EQ(options.parameters["top_k"], 2);
}

TEST(PipelineOptions, NullIsTheDefault) {
  const PipelineOptions options =
      pipeline_options_from_json({{"model", "m"}, {"device", nullptr}, {"torch_dtype", nullptr}});
  EXPECT_FALSE(options.device);
  EXPECT_EQ(options.torch_dtype, "auto");
  EXPECT_TRUE(pipeline_options_from_json(nullptr).model.empty());
}

TEST(PipelineOptions, UnknownNameListsTheKnown) {
  const std::string message = refusal({{"modell", "m"}});
  EXPECT_THAT(message, HasSubstr("`modell`"));
  EXPECT_THAT(message, HasSubstr("model, config, tokenizer"));
}

TEST(PipelineOptions, WrongTypesNameTheOption) {
  EXPECT_THAT(refusal({{"model", 3}}), HasSubstr("`model`"));
  EXPECT_THAT(refusal({{"use_fast", "no"}}), HasSubstr("`use_fast`"));
  EXPECT_THAT(refusal({{"model_kwargs", {1}}}), HasSubstr("`model_kwargs`"));
  EXPECT_THAT(refusal({{"device", 1.5}}), HasSubstr("`device`"));
  EXPECT_THAT(refusal(Json::array({1})), HasSubstr("`options`"));
}

}  // namespace
}  // namespace penstock
