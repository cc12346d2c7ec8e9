// SPDX-License-Identifier: Apache-2.0
#include "tasks/tokenizer_parameters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>

namespace penstock {
namespace {

TokenizerParameters applied(const Json& json, TokenizerParameters over = {}) {
  ParameterSet set(json);
  over.apply(set);
  set.finish("test");
  return over;
}

EncodeOptions options_of(const Json& json) { return applied(json).encode_options(); }

std::string refusal_of_parameters(const Json& json) {
  try {
    (void)applied(json);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(TokenizerParameters, NothingGivenNeitherPadsNorTruncates) {
  const EncodeOptions options = options_of({});
  EXPECT_EQ(options.padding, PaddingStrategy::do_not_pad);
  EXPECT_EQ(options.truncation, TruncationStrategy::do_not_truncate);
  EXPECT_TRUE(options.add_special_tokens);
}

TEST(TokenizerParameters, TrueMeansTheUsualStrategies) {
  const EncodeOptions options = options_of({{"padding", true}, {"truncation", true}});
  EXPECT_EQ(options.padding, PaddingStrategy::longest);
  EXPECT_EQ(options.truncation, TruncationStrategy::longest_first);
}

TEST(TokenizerParameters, MaxLengthAloneTruncates) {
  EXPECT_EQ(options_of({{"max_length", 8}}).truncation, TruncationStrategy::longest_first);
  EXPECT_EQ(options_of({{"max_length", 8}, {"padding", false}}).truncation,
            TruncationStrategy::longest_first);
}

TEST(TokenizerParameters, MaxLengthWithAnotherChoiceDoesNot) {
  for (const Json& other : {Json{{"truncation", false}}, Json{{"padding", "max_length"}},
                            Json{{"padding", "do_not_pad"}}}) {
    Json json = other;
    json["max_length"] = 8;
    EXPECT_EQ(options_of(json).truncation, TruncationStrategy::do_not_truncate) << json;
  }
}

TEST(TokenizerParameters, UnknownStrategiesListTheKnown) {
  EXPECT_EQ(refusal_of_parameters({{"padding", "bogus"}}),
            "bogus is not a valid PaddingStrategy, please select one of ['longest', 'max_length', "
            "'do_not_pad']");
  EXPECT_EQ(refusal_of_parameters({{"truncation", "bogus"}}),
            "bogus is not a valid TruncationStrategy, please select one of ['only_first', "
            "'only_second', 'longest_first', 'do_not_truncate']");
}

TEST(TokenizerParameters, LaterValuesLieOverEarlierKeyByKey) {
  const TokenizerParameters first = applied({{"truncation", true}, {"max_length", 8}});
  const EncodeOptions options = applied({{"max_length", 4}}, first).encode_options();
  EXPECT_EQ(options.truncation, TruncationStrategy::longest_first);
  EXPECT_EQ(options.max_length, 4U);
}

TEST(TokenizerParameters, OutputsThatNoModelTakesAreAccepted) {
  EXPECT_EQ(refusal_of_parameters({{"return_offsets_mapping", true}, {"verbose", false}}), "");
}

}  // namespace
}  // namespace penstock
