// SPDX-License-Identifier: Apache-2.0
#include "postprocess/spans.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace penstock {
namespace {

constexpr std::array<std::uint8_t, 4> kAll = {1, 1, 1, 1};
constexpr std::array<float, 4> kStart = {0.0F, 0.5F, 0.25F, 0.125F};
constexpr std::array<float, 4> kEnd = {0.0F, 0.125F, 0.5F, 0.25F};

TEST(NormalizeSpanLogits, GivesTokensThatAreNotAllowedNoProbability) {
  std::vector<float> logits = {1.0F, 9.0F, 1.0F};
  const std::array<std::uint8_t, 3> allowed = {1, 0, 1};
  normalize_span_logits(logits, allowed);
  EXPECT_EQ(logits, (std::vector<float>{0.5F, 0.0F, 0.5F}));
}

TEST(DecodeSpans, PutsTheLikeliestSpanFirst) {
  const std::vector<TokenSpan> spans = decode_spans(kStart, kEnd, 2, 4, kAll);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0], (TokenSpan{1, 2, 0.25F}));
  EXPECT_EQ(spans[1], (TokenSpan{1, 3, 0.125F}));  // as likely as (2, 2), and before it
}

TEST(DecodeSpans, KeepsSpansWithinTheLongestAnswer) {
  for (const TokenSpan& span : decode_spans(kStart, kEnd, 4, 1, kAll)) {
    EXPECT_EQ(span.start, span.end);
  }
}

TEST(DecodeSpans, FiltersAfterTheCutSoThatFewerRemain) {
  const std::array<std::uint8_t, 4> allowed = {1, 0, 1, 1};
  EXPECT_TRUE(decode_spans(kStart, kEnd, 2, 4, allowed).empty());
}

TEST(DecodeSpans, LetsTheFirstTokenPassAsTheReferenceDoes) {
  const std::array<float, 2> alone = {1.0F, 0.0F};
  const std::array<std::uint8_t, 2> allowed = {0, 1};
  const std::vector<TokenSpan> spans = decode_spans(alone, alone, 1, 2, allowed);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0], (TokenSpan{0, 0, 1.0F}));
}

}  // namespace
}  // namespace penstock
