// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/penstock.hpp>
#include <string>

// Each public option struct written with designated initialisers, once by its first member and once
// by its last: with the warnings of this build, a member without an initialiser of its own does not
// compile. What is not named keeps its default.

namespace penstock {
namespace {

TEST(PublicOptionsTest, OfTheTokenizer) {
  const EncodeOptions first{.add_special_tokens = false};
  const EncodeOptions last{.ids_only = true};
  EXPECT_FALSE(first.max_length.has_value());
  EXPECT_FALSE(first.padding_side.has_value());
  EXPECT_TRUE(last.add_special_tokens);
  const TextInput text{.text = "a"};
  EXPECT_FALSE(text.text_pair.has_value());
  EXPECT_TRUE(text.words.empty());
  EXPECT_TRUE((TextInput{.words = {}}.text.empty()));
}

TEST(PublicOptionsTest, OfAPipelineAndAnExport) {
  EXPECT_EQ((PipelineOptions{.model = "m"}.torch_dtype), "auto");
  EXPECT_TRUE((PipelineOptions{.parameters = Json::object()}.model.empty()));
  EXPECT_FALSE((ExportOptions{.model = "m"}.fused));
  EXPECT_TRUE((ExportOptions{.fused = true}.output.empty()));
}

TEST(PublicOptionsTest, OfGenerationAndChats) {
  EXPECT_FALSE((TextGenerationOptions{.max_new_tokens = 3}.top_k.has_value()));
  EXPECT_TRUE((TextGenerationOptions{.parameters = Json::object()}.chat.tools.is_null()));
  EXPECT_TRUE((GenerationCallbacks{.on_token = {}}.on_text == nullptr));
  EXPECT_TRUE((GenerationCallbacks{.stop = {}}.on_token == nullptr));
  EXPECT_TRUE((ChatOptions{.tools = Json::array()}.documents.is_null()));
  const ChatOptions variables{.variables = Json::object()};
  EXPECT_TRUE(variables.tools.is_null());
  EXPECT_TRUE(variables.chat_template.empty());
  EXPECT_EQ((ChatLimits{.steps = 1}.memory), ChatLimits{}.memory);
  EXPECT_EQ((ChatLimits{.output = 1}.steps), ChatLimits{}.steps);
}

TEST(PublicOptionsTest, OfTheOtherTypedCalls) {
  EXPECT_FALSE((FeatureExtractionOptions{.truncation = true}.max_length.has_value()));
  EXPECT_TRUE((FillMaskOptions{.top_k = 2}.targets.empty()));
  EXPECT_FALSE((QuestionAnsweringOptions{.top_k = 2}.max_seq_len.has_value()));
  EXPECT_FALSE((EmbedOptions{.prompt = "p"}.normalize_embeddings));
  EXPECT_FALSE((TextClassificationOptions{.top_k = 2}.max_length.has_value()));
  EXPECT_FALSE((TextPair{.text = "a"}.text_pair.has_value()));
  EXPECT_EQ((TextRankingOptions{.top_k = 2}.batch_size), TextRankingOptions{}.batch_size);
  const auto simple = AggregationStrategy::simple;
  EXPECT_EQ((TokenClassificationOptions{.aggregation_strategy = simple}.ignore_labels.size()), 1U);
  EXPECT_FALSE((ZeroShotClassificationOptions{.hypothesis_template = "{}"}.multi_label));
}

TEST(PublicOptionsTest, OfTheOtherTypedCallsByTheirLastMember) {
  EXPECT_FALSE((FeatureExtractionOptions{.batch_size = 2}.truncation));
  EXPECT_TRUE((FillMaskOptions{.batch_size = 2}.targets.empty()));
  EXPECT_EQ((QuestionAnsweringOptions{.batch_size = 2}.top_k), 1U);
  EXPECT_FALSE((EmbedOptions{.batch_size = 2}.prompt.has_value()));
  EXPECT_EQ((TextClassificationOptions{.batch_size = 2}.top_k), 1U);
  EXPECT_FALSE((TextRankingOptions{.batch_size = 2}.top_k.has_value()));
  EXPECT_FALSE((TokenClassificationOptions{.batch_size = 2}.stride.has_value()));
  EXPECT_FALSE((ZeroShotClassificationOptions{.batch_size = 2}.multi_label));
}

}  // namespace
}  // namespace penstock
