// SPDX-License-Identifier: Apache-2.0
#include "postprocess/entities.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace penstock {
namespace {

constexpr std::array<float, 3> kOther = {0.75F, 0.125F, 0.125F};
constexpr std::array<float, 3> kBegin = {0.125F, 0.75F, 0.125F};
constexpr std::array<float, 3> kInside = {0.0F, 0.0F, 1.0F};

// Labels O, B-PER and I-PER; tokens are joined by hyphens.
EntityVocabulary vocabulary() {
  return {[](std::size_t id) {
            return std::vector<std::string>{"O", "B-PER", "I-PER"}.at(id);
          },
          [](std::span<const std::string> tokens) {
            std::string text;
            for (const std::string& token : tokens) text += (text.empty() ? "" : "-") + token;
            return text;
          }};
}

// "a" "b" and "c", which continues the word of "b".
std::vector<ScoredToken> tokens() {
  return {
      {"a", kOther, 0, 1, 1, false}, {"b", kBegin, 2, 3, 2, false}, {"c", kInside, 3, 4, 3, true}};
}

TEST(AggregateEntities, NoneKeepsEveryToken) {
  const auto entities = aggregate_entities(tokens(), AggregationStrategy::none, vocabulary());
  ASSERT_EQ(entities.size(), 3U);
  EXPECT_EQ(entities[2].entity, "I-PER");
  EXPECT_EQ(entities[2].index, 3U);
}

TEST(AggregateEntities, SimpleJoinsNeighboursOfOneTag) {
  const auto entities = aggregate_entities(tokens(), AggregationStrategy::simple, vocabulary());
  ASSERT_EQ(entities.size(), 2U);
  EXPECT_EQ(entities[1].entity, "PER");
  EXPECT_EQ(entities[1].word, "b-c");
  EXPECT_FLOAT_EQ(entities[1].score, 0.875F);
  EXPECT_EQ(entities[1].start, 2U);
  EXPECT_EQ(entities[1].end, 4U);
  EXPECT_FALSE(entities[1].index.has_value());
}

TEST(AggregateEntities, WordStrategiesScoreWordsInTheirOwnWay) {
  const auto score = [](AggregationStrategy strategy) {
    return aggregate_entities(tokens(), strategy, vocabulary()).at(1).score;
  };
  EXPECT_FLOAT_EQ(score(AggregationStrategy::first), 0.75F);
  EXPECT_FLOAT_EQ(score(AggregationStrategy::max), 1.0F);
  EXPECT_FLOAT_EQ(score(AggregationStrategy::average), 0.5625F);
}

TEST(ResolveOverlaps, KeepsTheLongerThenTheLikelier) {
  const auto kept = resolve_overlaps({{"PER", 0.5F, std::nullopt, "x", 5, 8},
                                      {"LOC", 0.9F, std::nullopt, "y", 0, 2},
                                      {"ORG", 0.4F, std::nullopt, "z", 6, 12},
                                      {"MISC", 0.3F, std::nullopt, "w", 0, 2}});
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].entity, "LOC");
  EXPECT_EQ(kept[1].entity, "ORG");
}

}  // namespace
}  // namespace penstock
