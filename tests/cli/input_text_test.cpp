// SPDX-License-Identifier: Apache-2.0
#include "input_text.hpp"

#include <gtest/gtest.h>

namespace penstock::cli {
namespace {

const Terminal kPlainInput{.is_terminal = true, .width = 80};
const Terminal kColouredInput{.is_terminal = true, .colour = true, .width = 80};

Json entity(const char* label, int start, int end, const char* key = "entity_group") {
  return {{key, label}, {"score", 0.5}, {"word", "w"}, {"start", start}, {"end", end}};
}

TEST(InputText, EntitiesAreMarkedInTheSentence) {
  const Json answer = Json::array({entity("PER", 0, 2), entity("LOC", 12, 18)});
  EXPECT_EQ(marked_input("token-classification", "Jo lives in Berlin.", answer, kPlainInput),
            "[Jo PER] lives in [Berlin LOC].\n\n");
}

TEST(InputText, KindsHaveColoursAndPrefixesDoNotMatter) {
  const Json answer = Json::array(
      {entity("B-X", 0, 1, "entity"), entity("Y", 1, 2, "entity"), entity("I-X", 2, 3, "entity")});
  EXPECT_EQ(marked_input("token-classification", "abc", answer, kColouredInput),
            "\x1b[36ma\x1b[0m\x1b[2m B-X\x1b[0m\x1b[32mb\x1b[0m\x1b[2m Y\x1b[0m"
            "\x1b[36mc\x1b[0m\x1b[2m I-X\x1b[0m\n\n");
}

TEST(InputText, BestAnswerIsMarkedInItsContext) {
  const Json inputs = {{"question", "Where?"}, {"context", "I live in Berlin."}};
  const Json best = {{"score", 0.9}, {"start", 10}, {"end", 16}, {"answer", "Berlin"}};
  const Json other = {{"score", 0.1}, {"start", 0}, {"end", 1}, {"answer", "I"}};
  EXPECT_EQ(marked_input("question-answering", inputs, best, kPlainInput),
            "I live in [Berlin].\n\n");
  EXPECT_EQ(marked_input("question-answering", inputs, Json::array({best, other}), kPlainInput),
            "I live in [Berlin].\n\n");
}

TEST(InputText, NothingFoundMarksNothing) {
  const Json none = {{"score", 0.9}, {"start", 0}, {"end", 0}, {"answer", ""}};
  const Json inputs = {{"question", "Where?"}, {"context", "I live in Berlin."}};
  EXPECT_EQ(marked_input("question-answering", inputs, none, kPlainInput), "");
  EXPECT_EQ(marked_input("question-answering", inputs, Json::array(), kPlainInput), "");
  EXPECT_EQ(marked_input("token-classification", "abc", Json::array(), kPlainInput), "");
}

TEST(InputText, OtherTasksAndShapesAreLeftAlone) {
  const Json answer = Json::array({entity("PER", 0, 2)});
  EXPECT_EQ(marked_input("fill-mask", "abc", answer, kPlainInput), "");
  EXPECT_EQ(marked_input("token-classification", Json::array({"a"}), answer, kPlainInput), "");
  EXPECT_EQ(marked_input("token-classification", "abc", Json::array({Json{{"x", 1}}}), kPlainInput),
            "");
  EXPECT_EQ(
      marked_input("token-classification", "abc", Json::array({entity("P", -1, 2)}), kPlainInput),
      "");
}

}  // namespace
}  // namespace penstock::cli
