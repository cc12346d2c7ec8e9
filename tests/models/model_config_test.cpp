// SPDX-License-Identifier: Apache-2.0
#include "models/model_config.hpp"

#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

ModelConfig config_of(const char* text) { return ModelConfig(parse_json(text, "config.json")); }

std::string refusal(const char* text) {
  try {
    (void)config_of(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    return error.what();
  }
  return "";
}

TEST(ModelConfig, LabelsGoByTheNumberOfTheirKey) {
  const ModelConfig config = config_of(R"({"id2label": {"10": "k", "2": "c", "0": "a"}})");
  EXPECT_EQ(config.num_labels(), 3U);
  EXPECT_EQ(config.label(2), "c");
  EXPECT_EQ(config.label(10), "k");
}

TEST(ModelConfig, NoLabelsMeansNumberedOnes) {
  EXPECT_EQ(config_of("{}").num_labels(), 2U);
  EXPECT_EQ(config_of(R"({"num_labels": 5})").num_labels(), 5U);
  EXPECT_EQ(config_of(R"({"id2label": null})").label(7), "LABEL_7");
}

TEST(ModelConfig, MissingLabelIsAnErrorThatNamesIt) {
  const ModelConfig config = config_of(R"({"id2label": {"0": "a"}})");
  EXPECT_THROW((void)config.label(1), Error);
}

TEST(ModelConfig, WrongTypesAreRefusedByName) {
  EXPECT_NE(refusal("[]").find("JSON object"), std::string::npos);
  EXPECT_NE(refusal(R"({"id2label": ["a"]})").find("Argument id2label should be a dictionary."),
            std::string::npos);
  EXPECT_NE(refusal(R"({"id2label": {"x": "a"}})").find("\"x\""), std::string::npos);
  EXPECT_NE(refusal(R"({"problem_type": "odd"})")
                .find("The config parameter `problem_type` was not understood: received odd but "
                      "only 'regression', 'single_label_classification' and "
                      "'multi_label_classification' are valid."),
            std::string::npos);
}

TEST(ModelConfig, PositionsThatStartPastPaddingAreFewer) {
  EXPECT_EQ(config_of(R"({"model_type": "bert", "max_position_embeddings": 512})").max_tokens(),
            512U);
  EXPECT_EQ(
      config_of(R"({"model_type": "roberta", "max_position_embeddings": 514, "pad_token_id": 1})")
          .max_tokens(),
      512U);
  EXPECT_EQ(config_of(R"({"model_type": "gpt2", "n_positions": 1024})").max_tokens(), 1024U);
  EXPECT_FALSE(config_of(R"({"max_position_embeddings": -1})").max_tokens());
}

TEST(ModelConfig, PositionsByTheArchitecturesNames) {
  EXPECT_EQ(config_of(R"({"model_type": "gpt2", "n_positions": 7})").max_position_embeddings(), 7U);
  EXPECT_FALSE(config_of(R"({"model_type": "t5", "n_positions": 512})").max_tokens());
  EXPECT_FALSE(config_of(R"({"model_type": "bloom"})").max_position_embeddings());
  EXPECT_EQ(config_of(R"({"model_type": "led", "max_encoder_position_embeddings": 64,
                          "max_decoder_position_embeddings": 16})")
                .max_tokens(),
            64U);
}

TEST(ModelConfig, TypedMembersAreAbsentWhenOfAnotherType) {
  const ModelConfig config = config_of(R"({"a": "text", "b": 3, "c": true})");
  EXPECT_FALSE(config.integer("a"));
  EXPECT_EQ(config.integer("b"), 3);
  EXPECT_FALSE(config.boolean("b"));
  EXPECT_EQ(config.boolean("c"), true);
  EXPECT_EQ(config.string("a"), "text");
  EXPECT_FALSE(config.torchscript());
}

}  // namespace
}  // namespace penstock
