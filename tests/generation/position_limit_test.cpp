// SPDX-License-Identifier: Apache-2.0
#include "generation/position_limit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generation/fake_decoder_model.hpp"

// Texts beyond the table of positions, on a runtime that refuses them and on one that reads on.

namespace penstock::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

FakeModelOptions with_positions(std::size_t most, bool refuses) {
  FakeModelOptions options;
  options.config = {{"max_position_embeddings", most}};
  if (refuses) options.positions = most;
  return options;
}

std::string refusal(const FakeModelOptions& options, std::size_t prompt, const Json& parameters) {
  const FakeDecoderModel model(options);
  try {
    (void)generate_from(model, parameters, std::vector<std::int64_t>(prompt, 5));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
    return error.what();
  }
  return "no error";
}

TEST(PositionLimit, APromptThatIsTooLongIsToldInTokens) {
  EXPECT_THAT(refusal(with_positions(10, true), 12, {{"max_new_tokens", 2}}),
              AllOf(HasSubstr("The prompt is 12 tokens long, and the model reads at most 10"),
                    HasSubstr("no such position")));
}

TEST(PositionLimit, SoIsATextThatGrowsTooLong) {
  for (const int beams : {1, 3}) {
    EXPECT_THAT(refusal(with_positions(10, true), 8, {{"max_new_tokens", 5}, {"num_beams", beams}}),
                AllOf(HasSubstr("The prompt of 8 tokens and what was generated behind it are 11"),
                      HasSubstr("max_new_tokens")));
  }
}

TEST(PositionLimit, AStartTokenIsNoPromptToShorten) {
  EXPECT_THAT(refusal(with_positions(10, true), 1, {{"max_new_tokens", 15}}),
              AllOf(HasSubstr("The generated text is 11 tokens long, and the model reads at most "
                              "10; lower max_new_tokens."),
                    Not(HasSubstr("prompt"))));
}

TEST(PositionLimit, TheLastTokenIsNotReadAndNeedsNoPosition) {
  EXPECT_EQ(refusal(with_positions(10, true), 8, {{"max_new_tokens", 3}}), "no error");
}

TEST(PositionLimit, AModelThatReadsOnIsNotRefused) {
  EXPECT_EQ(refusal(with_positions(10, false), 12, {{"max_new_tokens", 5}}), "no error");
}

TEST(PositionLimit, OtherFailuresStayWhatTheyAre) {
  FakeModelOptions options = with_positions(100, false);
  options.positions = 10;
  const FakeDecoderModel model(options);
  try {
    (void)generate_from(model, {{"max_new_tokens", 2}}, std::vector<std::int64_t>(12, 5));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::backend);
    EXPECT_STREQ(error.what(), "no such position");
  }
}

TEST(PositionLimit, ADecodersOwnTable) {
  const auto limit = [](const FileJson& json) { return PositionLimit(ModelConfig(json)).tokens; };
  EXPECT_EQ(limit({{"model_type", "gpt2"}, {"n_positions", 7}}), 7U);
  EXPECT_EQ(limit({{"model_type", "led"},
                   {"max_encoder_position_embeddings", 64},
                   {"max_decoder_position_embeddings", 16}}),
            16U);
}

}  // namespace
}  // namespace penstock::testing
