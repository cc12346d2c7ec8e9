// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/error.hpp>

#include "generation/fake_decoder_model.hpp"
#include "generation/logits_processors/processor_table.hpp"
#include "generation/torch_top_k.hpp"

namespace penstock::testing {
namespace {

std::vector<float> flat_scores(const Json& rows) {
  std::vector<float> all;
  for (const Json& row : rows) {
    for (const Json& value : row) {
      all.push_back(value.is_null() ? kForbidden : value.get<float>());
    }
  }
  return all;
}

// Each processor alone, on scores of its own (tools/make_generation_golden.py).
TEST(LogitsProcessors, EachChangesScoresAsTheReferences) {
  const FakeDecoderModel model(FakeModelOptions{});
  for (const Json& item : golden_cases("generation_processors")) {
    SCOPED_TRACE(item["config"].dump());
    GenerationConfig config;
    config.eos_token_id = {3, 5};
    config.top_k.reset();
    static_cast<void>(config.update(item["config"]));
    const GenerationHooks hooks;
    const std::vector<std::int64_t> ids = flat(item["ids"]);
    const std::vector<std::int64_t> encoder_ids = flat(item["encoder_ids"]);
    ProcessorContext context;
    context.config = &config;
    context.hooks = &hooks;
    context.model = &model;
    context.rows = 2;
    context.prompt_length = item["prompt_length"].get<std::size_t>();
    context.encoder_input_ids = encoder_ids;
    context.encoder_columns = 4;
    const LogitsProcessorList processors(context);
    std::vector<float> scores = flat_scores(item["scores"]);
    const std::size_t vocabulary = scores.size() / 2;
    processors.apply({ids.data(), 2, ids.size() / 2, ids.size() / 2},
                     {scores.data(), 2, vocabulary});
    const std::vector<float> expected = flat_scores(item["expected"]);
    ASSERT_EQ(scores.size(), expected.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (std::isinf(expected[i]) || std::isinf(scores[i])) {
        EXPECT_EQ(scores[i], expected[i]) << "at " << i;
      } else {
        EXPECT_NEAR(scores[i], expected[i], 1e-6F * std::max(1.0F, std::abs(expected[i])));
      }
    }
  }
}

TEST(LogitsProcessors, EveryKeyOfTheTablesMakesOneProcessorAtMost) {
  const FakeDecoderModel model(FakeModelOptions{});
  GenerationConfig config;
  const GenerationHooks hooks;
  ProcessorContext context;
  context.config = &config;
  context.hooks = &hooks;
  context.model = &model;
  EXPECT_TRUE(LogitsProcessorList(context).empty());
  EXPECT_EQ(processor_table().size(), 16U);
  EXPECT_EQ(warper_table().size(), 9U);
}

TEST(LogitsProcessors, InvalidValuesAreReplaced) {
  const FakeDecoderModel model(FakeModelOptions{});
  GenerationConfig config;
  config.remove_invalid_values = true;
  const GenerationHooks hooks;
  ProcessorContext context;
  context.config = &config;
  context.hooks = &hooks;
  context.model = &model;
  const std::vector<std::int64_t> ids = {1};
  std::vector<float> scores = {NAN, INFINITY, -INFINITY, 2.5F};
  LogitsProcessorList(context).apply({ids.data(), 1, 1, 1}, {scores.data(), 1, 4});
  EXPECT_EQ(scores, (std::vector<float>{0.0F, std::numeric_limits<float>::max(),
                                        std::numeric_limits<float>::lowest(), 2.5F}));
}

class ExponentialDecay : public ::testing::Test {
 protected:
  ExponentialDecay() {
    config_.exponential_decay_length_penalty = {0, 2.0};
    context_.config = &config_;
    context_.hooks = &hooks_;
    context_.model = &model_;
    context_.rows = 1;
    context_.prompt_length = 1;
  }

  std::vector<float> scores_of(std::vector<std::int64_t> ends) {
    config_.eos_token_id = std::move(ends);
    const std::vector<std::int64_t> ids = {1, 1};
    std::vector<float> scores = {1.0F, -2.0F, 3.0F};
    LogitsProcessorList(context_).apply({ids.data(), 1, 2, 2}, {scores.data(), 1, 3});
    return scores;
  }

 private:
  FakeDecoderModel model_{FakeModelOptions{}};
  GenerationConfig config_;
  GenerationHooks hooks_;
  ProcessorContext context_;
};

TEST_F(ExponentialDecay, AnEndThatIsNamedTwiceGrowsOnce) {
  const std::vector<float> expected = {1.0F, 0.0F, 6.0F};
  EXPECT_EQ(scores_of({2, 1, 2}), expected);
}

TEST_F(ExponentialDecay, AnEndBeyondTheVocabularyIsRefused) {
  EXPECT_THROW(static_cast<void>(scores_of({2, 3})), Error);
}

TEST(TorchTopK, ChoosesAmongEqualsAsTorch) {
  for (const Json& item : golden_cases("generation_top_k")) {
    const auto levels = item["levels"].get<std::vector<float>>();
    const auto k = item["k"].get<std::size_t>();
    SCOPED_TRACE(std::to_string(levels.size()) + " " + std::to_string(k));
    std::vector<std::int64_t> indices;
    for (const ScoredIndex& best : torch_top_k(levels, k)) indices.push_back(best.index);
    EXPECT_EQ(indices, item["indices"].get<std::vector<std::int64_t>>());
  }
}

}  // namespace
}  // namespace penstock::testing
