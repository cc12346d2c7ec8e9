// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "component_test_support.hpp"
#include "tokenizer/padding.hpp"
#include "tokenizer/truncation.hpp"

// Expected values were read off tokenizers 0.22.2.

namespace penstock::testing {
namespace {

std::vector<Ids> windows_of(std::size_t count, std::size_t max_length, std::size_t stride,
                            Side direction) {
  EngineEncoding encoding = encoding_of(0, count);
  truncate(encoding, max_length, stride, direction);
  std::vector<Ids> all{encoding.ids};
  for (const EngineEncoding& window : encoding.overflowing) all.push_back(window.ids);
  return all;
}

TEST(Truncate, ShortEncodingsStay) {
  EXPECT_EQ(windows_of(3, 3, 0, Side::right), (std::vector<Ids>{{0, 1, 2}}));
}

TEST(Truncate, CutsWindowsFromTheLeft) {
  EXPECT_EQ(windows_of(5, 2, 0, Side::right), (std::vector<Ids>{{0, 1}, {2, 3}, {4}}));
  EXPECT_EQ(windows_of(5, 3, 1, Side::right), (std::vector<Ids>{{0, 1, 2}, {2, 3, 4}}));
}

TEST(Truncate, CutsWindowsFromTheRight) {
  EXPECT_EQ(windows_of(5, 2, 0, Side::left), (std::vector<Ids>{{3, 4}, {1, 2}, {0}}));
  EXPECT_EQ(windows_of(5, 3, 1, Side::left), (std::vector<Ids>{{2, 3, 4}, {0, 1, 2}}));
}

TEST(Truncate, ToNothingKeepsAllAsOverflow) {
  EXPECT_EQ(windows_of(3, 0, 9, Side::right), (std::vector<Ids>{{}, {0, 1, 2}}));
}

TEST(Truncate, StrideMustBeLessThanTheLength) {
  EXPECT_EQ(error_of([] { (void)windows_of(5, 2, 2, Side::right); }), ErrorCode::invalid_argument);
  EXPECT_EQ(windows_of(2, 2, 2, Side::right).size(), 1U) << "nothing to cut";
}

TEST(Truncate, ForgetsTheSequenceRanges) {
  EngineEncoding encoding = encoding_of(0, 4);
  encoding.set_sequence_id(1);
  truncate(encoding, 2, 0, Side::right);
  EXPECT_EQ(encoding.sequence_ranges[1], std::nullopt);
}

std::pair<std::size_t, std::size_t> longest_first(std::size_t first, std::size_t second,
                                                  std::size_t max_length) {
  EngineEncoding a = encoding_of(0, first);
  EngineEncoding b = encoding_of(0, second);
  TruncationParams params;
  params.max_length = max_length;
  truncate_encodings(a, &b, params);
  return {a.size(), b.size()};
}
using Lengths = std::pair<std::size_t, std::size_t>;

TEST(TruncateEncodings, LongestFirstTakesFromTheLongerOne) {
  EXPECT_EQ(longest_first(2, 8, 6), (Lengths{2, 4}));
  EXPECT_EQ(longest_first(8, 2, 6), (Lengths{4, 2}));
}

TEST(TruncateEncodings, LongestFirstHalvesWhenBothAreLong) {
  EXPECT_EQ(longest_first(8, 9, 7), (Lengths{3, 4}));
  EXPECT_EQ(longest_first(9, 8, 7), (Lengths{4, 3}));
  EXPECT_EQ(longest_first(9, 8, 3), (Lengths{2, 1}));
  EXPECT_EQ(longest_first(4, 4, 1), (Lengths{0, 1}));
}

TEST(TruncateEncodings, OnlyFirstAndOnlySecondCutTheirOwn) {
  EngineEncoding a = encoding_of(0, 5);
  EngineEncoding b = encoding_of(0, 4);
  TruncationParams params;
  params.max_length = 6;
  params.strategy = TruncationStrategy::only_first;
  truncate_encodings(a, &b, params);
  EXPECT_EQ(a.size(), 2U);
  params.max_length = 4;
  params.strategy = TruncationStrategy::only_second;
  truncate_encodings(a, &b, params);
  EXPECT_EQ(b.size(), 2U);
}

TEST(TruncateEncodings, OnlySecondWithoutASecondIsAnError) {
  EngineEncoding a = encoding_of(0, 5);
  TruncationParams params;
  params.max_length = 3;
  params.strategy = TruncationStrategy::only_second;
  EXPECT_EQ(error_of([&] { truncate_encodings(a, nullptr, params); }), ErrorCode::invalid_argument);
}

TEST(TruncateEncodings, ASequenceThatWouldBecomeEmptyIsAnError) {
  EngineEncoding a = encoding_of(0, 2);
  EngineEncoding b = encoding_of(0, 5);
  TruncationParams params;
  params.max_length = 5;
  params.strategy = TruncationStrategy::only_first;
  EXPECT_EQ(error_of([&] { truncate_encodings(a, &b, params); }), ErrorCode::invalid_argument);
}

TEST(TruncateEncodings, LengthZeroEmptiesBoth) {
  EngineEncoding a = encoding_of(0, 2);
  EngineEncoding b = encoding_of(0, 5);
  TruncationParams params;
  params.max_length = 0;
  truncate_encodings(a, &b, params);
  EXPECT_EQ(a.size() + b.size(), 0U);
  EXPECT_EQ(b.overflowing.at(0).size(), 5U);
}

TEST(TruncationParams, RefusesWhatTheReferenceRefuses) {
  for (const char* json :
       {R"({"max_length":3,"strategy":"LongestFirst"})",
        R"({"max_length":3,"strategy":"longest_first","stride":0})",
        R"({"max_length":-3,"strategy":"LongestFirst","stride":0})",
        R"({"direction":"left","max_length":3,"strategy":"OnlyFirst","stride":0})",
        R"({"direction":null,"max_length":3,"strategy":"OnlyFirst","stride":0})"}) {
    EXPECT_EQ(
        error_of([&] { (void)TruncationParams::from_json(JsonDocument::parse(json).root()); }),
        ErrorCode::io)
        << json;
  }
}

PaddingParams padding(Side direction) {
  PaddingParams params;
  params.direction = direction;
  params.pad_id = 7;
  params.pad_type_id = 3;
  return params;
}

TEST(Pad, FillsOnTheRight) {
  const PaddingParams params = padding(Side::right);
  EngineEncoding encoding = encoding_of(0, 2);
  pad(encoding, 4, params);
  EXPECT_EQ(encoding.ids, (Ids{0, 1, 7, 7}));
  EXPECT_EQ(encoding.type_ids, (Ids{0, 0, 3, 3}));
  EXPECT_EQ(encoding.tokens[3], "[PAD]");
  EXPECT_EQ(encoding.words[3], kNone);
  EXPECT_EQ(encoding.offsets[3], Offsets{});
  EXPECT_EQ(encoding.attention_mask, (std::vector<std::uint8_t>{1, 1, 0, 0}));
  EXPECT_EQ(encoding.special_tokens_mask, (std::vector<std::uint8_t>{0, 0, 1, 1}));
}

TEST(Pad, FillsOnTheLeftAndMovesTheSequences) {
  const PaddingParams params = padding(Side::left);
  EngineEncoding encoding = encoding_of(0, 2);
  encoding.set_sequence_id(0);
  pad(encoding, 3, params);
  EXPECT_EQ(encoding.ids, (Ids{7, 0, 1}));
  EXPECT_EQ(encoding.sequence_ranges[0], (EngineEncoding::Range{1, 3}));
}

TEST(Pad, FillsOverflowsAndNeverShortens) {
  const PaddingParams params = padding(Side::right);
  EngineEncoding encoding = encoding_of(0, 5);
  encoding.overflowing.push_back(encoding_of(0, 1));
  pad(encoding, 3, params);
  EXPECT_EQ(encoding.size(), 5U);
  EXPECT_EQ(encoding.overflowing[0].ids, (Ids{0, 7, 7}));
}

std::size_t padded_length(std::optional<std::size_t> fixed, std::size_t multiple) {
  PaddingParams params;
  params.fixed = fixed;
  params.pad_to_multiple_of = multiple;
  std::vector<EngineEncoding> batch{encoding_of(0, 3), encoding_of(0, 5)};
  pad_encodings(batch, params);
  return batch[0].size();
}

TEST(PadEncodings, ChoosesTheCommonLength) {
  EXPECT_EQ(padded_length(std::nullopt, 0), 5U);
  EXPECT_EQ(padded_length(std::nullopt, 4), 8U);
  EXPECT_EQ(padded_length(9, 0), 9U);
  EXPECT_EQ(padded_length(9, 4), 12U);
  EXPECT_EQ(padded_length(1, 0), 3U);
}

TEST(PadEncodings, AnImpossibleLengthIsAnError) {
  EXPECT_EQ(error_of([] { (void)padded_length(std::size_t{1} << 60, 0); }),
            ErrorCode::invalid_argument);
}

TEST(PaddingParams, RefusesWhatTheReferenceRefuses) {
  for (
      const char* json :
      {R"({"strategy":"BatchLongest","pad_id":0,"pad_type_id":0,"pad_token":"x"})",
       R"({"strategy":"Fixed","direction":"Left","pad_id":0,"pad_type_id":0,"pad_token":"x"})",
       R"({"strategy":{"Fixed":-3},"direction":"Left","pad_id":0,"pad_type_id":0,"pad_token":"x"})",
       R"({"strategy":"BatchLongest","direction":"Left","pad_type_id":0,"pad_token":"x"})"}) {
    EXPECT_EQ(error_of([&] { (void)PaddingParams::from_json(JsonDocument::parse(json).root()); }),
              ErrorCode::io)
        << json;
  }
}

}  // namespace
}  // namespace penstock::testing
