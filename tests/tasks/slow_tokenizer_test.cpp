// SPDX-License-Identifier: Apache-2.0
// Tasks with tokenizers that know no offsets and no words (Tokenizer::is_fast() is false).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "fake_task.hpp"
#include "support/temporary_folder.hpp"
#include "tasks/token_classification.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::refusal;

constexpr const char* kLabels = R"({"id2label": {"0": "O", "1": "B-X", "2": "I-X"}})";

// Every amino acid is a token: <cls> <pad> <eos> <unk> L A G are 0 to 6.
class SlowTokenClassification : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(folder_.path() / "vocab.txt") << "<cls>\n<pad>\n<eos>\n<unk>\nL\nA\nG\n";
    std::ofstream(folder_.path() / "tokenizer_config.json")
        << R"({"tokenizer_class": "EsmTokenizer", "model_max_length": 64})";
  }

  // L B-X, A I-X, all others O.
  [[nodiscard]] std::unique_ptr<const Task> task(Json parameters = Json::object()) const {
    const testing::TokenTable table = {{{4, {0.1F, 0.8F, 0.1F}}, {5, {0.1F, 0.3F, 0.6F}}},
                                       {0.9F, 0.05F, 0.05F}};
    return testing::make_task({.name = "token-classification",
                               .make = make_token_classification,
                               .graph = testing::token_graph(logits_of(table)),
                               .parameters = std::move(parameters),
                               .config = kLabels,
                               .tokenizer = folder_.path()});
  }

  penstock::testing::TemporaryFolder folder_;
};

TEST_F(SlowTokenClassification, EntitiesHaveNoOffsets) {
  const Json answer = task()->call("GLA", Json::object());
  ASSERT_EQ(answer.size(), 2U);
  EXPECT_THAT(testing::keys_of(answer[0]),
              ElementsAre("entity", "score", "index", "word", "start", "end"));
  EXPECT_EQ(answer[0]["entity"], "B-X");
  EXPECT_EQ(answer[0]["word"], "L");
  EXPECT_EQ(answer[0]["index"], 2);
  EXPECT_TRUE(answer[0]["start"].is_null());
  EXPECT_TRUE(answer[0]["end"].is_null());
  EXPECT_EQ(answer[1]["word"], "A");
}

TEST_F(SlowTokenClassification, GroupsHaveNoOffsetsEither) {
  const Json answer = task({{"aggregation_strategy", "simple"}})->call("LAGL", Json::object());
  ASSERT_EQ(answer.size(), 2U);
  EXPECT_EQ(answer[0]["entity_group"], "X");
  EXPECT_EQ(answer[0]["word"], "L A");
  EXPECT_NEAR(answer[0]["score"].get<double>(), 0.7, 1e-6);
  EXPECT_TRUE(answer[0]["start"].is_null());
  EXPECT_TRUE(answer[1]["end"].is_null());
}

TEST_F(SlowTokenClassification, UnknownTokensKeepTheirSpelling) {
  const Json answer = task()->call("LxA", {{"ignore_labels", Json::array()}});
  ASSERT_EQ(answer.size(), 3U);
  EXPECT_EQ(answer[1]["word"], "<unk>");
}

TEST_F(SlowTokenClassification, GivenOffsetsAreUsed) {
  const Json offsets = Json::array({Json{{0, 0}, {3, 4}, {0, 0}}});
  const Json answer = task()->call("L", {{"offset_mapping", offsets}});
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0]["start"], 3);
  EXPECT_EQ(answer[0]["end"], 4);
}

TEST_F(SlowTokenClassification, WordsAreRefused) {
  for (const char* strategy : {"first", "average", "max"})
    EXPECT_THAT(refusal(*task(), "LAG", {{"aggregation_strategy", strategy}}),
                HasSubstr("Slow tokenizers cannot handle subwords."));
  EXPECT_THAT(refusal(*task(), Json({"L", "A"}), {{"is_split_into_words", true}}),
              HasSubstr("is_split_into_words=True is only supported with fast tokenizers."));
}

TEST_F(SlowTokenClassification, StridesAreRefused) {
  EXPECT_THAT(refusal(*task(), "LAG", {{"stride", 2}, {"aggregation_strategy", "simple"}}),
              HasSubstr("you're using a slow tokenizer. Please use a fast tokenizer."));
}

}  // namespace
}  // namespace penstock
