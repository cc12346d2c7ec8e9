// SPDX-License-Identifier: Apache-2.0
#include "generation/generate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <penstock/error.hpp>
#include <thread>

#include "generation/fake_decoder_model.hpp"
#include "generation/vector_math.hpp"

// How the decoding loops behave beside the tokens that they choose (golden_test.cpp).

namespace penstock::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<std::int64_t> kPrompt = {7, 9, 4};

std::vector<std::int64_t> new_ids(const GenerationOutput& output, std::size_t row = 0) {
  const auto ids = output.sequence(row).subspan(output.prompt_length);
  return {ids.begin(), ids.end()};
}

FakeModelOptions ending(double bonus) {
  FakeModelOptions options;
  options.eos = {3};
  options.eos_bonus = bonus;
  return options;
}

TEST(Generate, ReadsThePromptOnceAndThenOneTokenAStep) {
  FakeModelLog log;
  const FakeDecoderModel model(FakeModelOptions{}, &log);
  const GenerationOutput output = generate_from(model, {{"max_new_tokens", 4}}, kPrompt);
  EXPECT_THAT(log.columns, ElementsAre(3, 1, 1, 1));
  EXPECT_EQ(log.reorders.size(), 0U);
  EXPECT_EQ(output.timings.steps, 4U);
  EXPECT_EQ(output.timings.new_tokens, 4U);
  EXPECT_EQ(output.timings.prompt_tokens, 3U);
}

TEST(Generate, BeamsReadThePromptOnceAndAreExpandedByReordering) {
  FakeModelLog log;
  const FakeDecoderModel model(FakeModelOptions{}, &log);
  (void)generate_from(model, {{"max_new_tokens", 3}, {"num_beams", 4}}, kPrompt);
  EXPECT_THAT(log.columns, ElementsAre(3, 1, 1));
  ASSERT_GE(log.reorders.size(), 1U);
  EXPECT_THAT(log.reorders[0], ElementsAre(0, 0, 0, 0));
}

TEST(Generate, WithoutADefinedLengthGivesTwentyNewTokens) {
  const FakeDecoderModel model(FakeModelOptions{});
  EXPECT_EQ(new_ids(generate_from(model, Json::object(), kPrompt)).size(), 20U);
  FakeModelOptions options;
  options.config = {{"max_position_embeddings", 10}};
  const FakeDecoderModel small(options);
  EXPECT_EQ(new_ids(generate_from(small, Json::object(), kPrompt)).size(), 7U);
  EXPECT_EQ(new_ids(generate_from(model, {{"max_length", 20}}, kPrompt)).size(), 17U);
}

TEST(Generate, SaysWhyEachRowEnded) {
  const FakeDecoderModel model(ending(100));
  const GenerationOutput eos =
      generate_from(model, {{"eos_token_id", 3}, {"min_new_tokens", 3}}, kPrompt);
  EXPECT_EQ(eos.finish_reasons.front(), FinishReason::eos);
  EXPECT_EQ(new_ids(eos).size(), 4U);
  const GenerationOutput length = generate_from(model, {{"max_new_tokens", 2}}, kPrompt);
  EXPECT_EQ(length.finish_reasons.front(), FinishReason::length);
  const GenerationOutput time =
      generate_from(model, {{"max_new_tokens", 9}, {"max_time", 0.0}}, kPrompt);
  EXPECT_EQ(time.finish_reasons.front(), FinishReason::time);
  EXPECT_EQ(new_ids(time).size(), 1U);
}

TEST(Generate, ACriterionOfTheCallerEndsARow) {
  const FakeDecoderModel model(FakeModelOptions{});
  GenerationHooks hooks;
  hooks.stopping_criterion = [](std::size_t row, std::span<const std::int64_t> ids) {
    EXPECT_EQ(row, 0U);
    return ids.size() == 5;
  };
  const GenerationOutput output = generate_from(model, {{"max_new_tokens", 9}}, kPrompt, hooks);
  EXPECT_EQ(output.finish_reasons.front(), FinishReason::stop);
  EXPECT_EQ(output.length, 5U);
}

TEST(Generate, AStopRequestKeepsWhatThereIs) {
  const FakeDecoderModel model(FakeModelOptions{});
  for (const std::int64_t beams : {1, 3}) {
    std::stop_source source;
    GenerationHooks hooks;
    hooks.stop = source.get_token();
    hooks.stopping_criterion = [&](std::size_t, std::span<const std::int64_t> ids) {
      if (ids.size() == 5) source.request_stop();
      return false;
    };
    const GenerationOutput output =
        generate_from(model, {{"max_new_tokens", 9}, {"num_beams", beams}}, kPrompt, hooks);
    EXPECT_EQ(output.finish_reasons.front(), FinishReason::cancelled);
    EXPECT_EQ(output.length, 5U);
    EXPECT_THROW((void)generate_from(model, Json::object(), kPrompt, hooks), Error);
  }
}

TEST(Generate, TellsEveryTokenWithItsLogarithm) {
  const FakeDecoderModel model(FakeModelOptions{});
  std::vector<GeneratedToken> told;
  GenerationHooks hooks;
  hooks.logprobs = true;
  hooks.on_token = [&](const GeneratedToken& token) { told.push_back(token); };
  const GenerationOutput output = generate_from(
      model, {{"max_new_tokens", 5}, {"return_dict_in_generate", true}, {"output_logits", true}},
      kPrompt, hooks);
  ASSERT_EQ(told.size(), 5U);
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].id, new_ids(output)[i]);
    std::vector<float> expected(output.logits[i]);
    log_softmax(expected, expected);
    EXPECT_NEAR(told[i].logprob, expected[static_cast<std::size_t>(told[i].id)], 1e-5);
    EXPECT_EQ(output.logprobs[i], told[i].logprob);
  }
}

TEST(Generate, WhatACallbackThrowsEndsTheCall) {
  const FakeDecoderModel model(FakeModelOptions{});
  GenerationHooks hooks;
  hooks.on_token = [](const GeneratedToken&) { throw std::runtime_error("enough"); };
  EXPECT_THROW((void)generate_from(model, Json::object(), kPrompt, hooks), std::runtime_error);
}

TEST(Generate, BeamsCannotBeStreamed) {
  const FakeDecoderModel model(FakeModelOptions{});
  GenerationHooks hooks;
  hooks.on_token = [](const GeneratedToken&) {};
  try {
    (void)generate_from(model, {{"num_beams", 2}}, kPrompt, hooks);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "`streamer` cannot be used with beam search (yet!). Make sure that `num_beams` is "
                 "set to 1.");
  }
}

TEST(Generate, RowsAreAsTheyAreAlone) {
  const FakeDecoderModel model(ending(3));
  const Json parameters = {{"max_new_tokens", 8}, {"eos_token_id", 3}, {"pad_token_id", 0}};
  const std::vector<std::vector<std::int64_t>> prompts = {{5, 6, 7}, {8}, {9, 10}};
  const std::vector<std::int64_t> ids = {5, 6, 7, 0, 0, 8, 0, 9, 10};
  const std::vector<std::int64_t> mask = {1, 1, 1, 0, 0, 1, 0, 1, 1};
  GenerationInput input;
  input.rows = 3;
  input.columns = 3;
  input.input_ids = ids;
  input.attention_mask = mask;
  const GenerationOutput batch = generate(model, config_of(parameters), input);
  for (std::size_t row = 0; row < 3; ++row) {
    const GenerationOutput alone = generate_from(model, parameters, prompts[row]);
    std::vector<std::int64_t> expected = new_ids(alone);
    expected.resize(batch.length - 3, 0);
    EXPECT_EQ(new_ids(batch, row), expected);
    EXPECT_EQ(batch.generated_lengths[row], alone.generated_lengths[0]);
    EXPECT_EQ(batch.finish_reasons[row], alone.finish_reasons[0]);
  }
}

TEST(Generate, PromptLookupGivesTheTokensOfGreedySearch) {
  FakeModelOptions options;
  options.levels = 4;  // repeats itself, so that there is something to look up
  for (const double bonus : {0.0, 2.0}) {
    options.eos = {3};
    options.eos_bonus = bonus;
    for (std::int64_t seed = 4; seed < 34; ++seed) {
      const std::vector<std::int64_t> prompt = {seed, 5, seed, 5, 6, seed, 5};
      Json parameters = {{"max_new_tokens", 30}, {"eos_token_id", 3}, {"repetition_penalty", 0.5}};
      FakeModelLog log;
      const FakeDecoderModel model(options, &log);
      const GenerationOutput greedy = generate_from(model, parameters, prompt);
      log.columns.clear();
      parameters["prompt_lookup_num_tokens"] = 4;
      const GenerationOutput assisted = generate_from(model, parameters, prompt);
      EXPECT_EQ(new_ids(assisted), new_ids(greedy));
      EXPECT_EQ(assisted.finish_reasons, greedy.finish_reasons);
      EXPECT_EQ(log.columns.front(), prompt.size() - 1);
    }
  }
}

TEST(Generate, AnAssistantGivesTheTokensOfGreedySearch) {
  FakeModelOptions coarse = ending(2);
  coarse.levels = 256;  // often, but not always, the same choice
  FakeModelLog log;
  const FakeDecoderModel model(ending(2), &log);
  const FakeDecoderModel assistant(coarse);
  for (std::int64_t seed = 4; seed < 24; ++seed) {
    const std::vector<std::int64_t> prompt = {seed, 6};
    const Json parameters = {{"max_new_tokens", 25},
                             {"eos_token_id", 3},
                             {"assistant_confidence_threshold", 0.0},
                             {"num_assistant_tokens", 5},
                             {"no_repeat_ngram_size", 2}};
    GenerationInput input;
    input.columns = prompt.size();
    input.input_ids = prompt;
    const GenerationOutput greedy = generate(model, config_of(parameters), input);
    const std::size_t steps = log.columns.size();
    input.assistant_model = &assistant;
    const GenerationOutput assisted = generate(model, config_of(parameters), input);
    EXPECT_EQ(new_ids(assisted), new_ids(greedy));
    EXPECT_LE(log.columns.size() - steps, steps + 1);
    log.columns.clear();
  }
}

TEST(Generate, AssistedGenerationNeedsAStateThatForgets) {
  FakeModelOptions options;
  options.can_crop = false;
  const FakeDecoderModel model(options);
  EXPECT_THROW((void)generate_from(model, {{"prompt_lookup_num_tokens", 3}}, kPrompt), Error);
}

TEST(Generate, GuidanceComparesWithASecondRun) {
  const FakeDecoderModel model(FakeModelOptions{});
  const Json plain = {
      {"max_new_tokens", 6}, {"return_dict_in_generate", true}, {"output_scores", true}};
  Json guided = plain;
  guided["guidance_scale"] = 2.5;
  const GenerationOutput a = generate_from(model, plain, kPrompt);
  const GenerationOutput b = generate_from(model, guided, kPrompt);
  // The unconditional run reads the prompt's last token alone.
  const GenerationOutput c = generate_from(model, plain, {kPrompt.back()});
  std::vector<float> conditional = a.scores[0];
  std::vector<float> unconditional = c.scores[0];
  log_softmax(conditional, conditional);
  log_softmax(unconditional, unconditional);
  for (std::size_t i = 0; i < conditional.size(); ++i) {
    EXPECT_NEAR(b.scores[0][i], 2.5F * (conditional[i] - unconditional[i]) + unconditional[i],
                1e-4);
  }
}

TEST(Generate, OnlyAllowedTokensFollow) {
  const FakeDecoderModel model(FakeModelOptions{});
  for (const std::int64_t beams : {1, 3}) {
    GenerationHooks hooks;
    hooks.prefix_allowed_tokens = [](std::size_t, std::span<const std::int64_t> ids) {
      return std::vector<std::int64_t>{static_cast<std::int64_t>(ids.size()), 20, 21};
    };
    const GenerationOutput output =
        generate_from(model, {{"max_new_tokens", 5}, {"num_beams", beams}}, kPrompt, hooks);
    for (std::size_t i = 0; i < 5; ++i) {
      const std::int64_t id = new_ids(output)[i];
      EXPECT_TRUE(id == 20 || id == 21 || id == static_cast<std::int64_t>(3 + i)) << id;
    }
    hooks.prefix_allowed_tokens = [](std::size_t, std::span<const std::int64_t>) {
      return std::vector<std::int64_t>{};
    };
    EXPECT_THROW((void)generate_from(model, {{"num_beams", beams}}, kPrompt, hooks), Error);
  }
}

TEST(Generate, TheSameSeedGivesTheSameTextAndAnotherAnother) {
  const FakeDecoderModel model(FakeModelOptions{});
  Json parameters = {
      {"max_new_tokens", 12}, {"do_sample", true}, {"seed", 7}, {"num_return_sequences", 3}};
  const GenerationOutput a = generate_from(model, parameters, kPrompt);
  const GenerationOutput b = generate_from(model, parameters, kPrompt);
  EXPECT_EQ(a.sequences, b.sequences);
  EXPECT_NE(new_ids(a, 0), new_ids(a, 1));
  parameters["num_return_sequences"] = 1;
  const GenerationOutput first = generate_from(model, parameters, kPrompt);
  EXPECT_EQ(new_ids(first), new_ids(a, 0));  // a row's numbers are its own
  parameters["seed"] = 8;
  EXPECT_NE(generate_from(model, parameters, kPrompt).sequences, first.sequences);
}

// Chi-square of the first sampled token against softmax(scores / T) cut to the k best.
double chi_square(const Json& parameters, std::size_t draws, std::size_t& cells) {
  const FakeDecoderModel model(FakeModelOptions{});
  Json call = parameters;
  call["max_new_tokens"] = 1;
  call["return_dict_in_generate"] = true;
  call["output_scores"] = true;
  call["num_return_sequences"] = static_cast<std::int64_t>(draws);
  const GenerationOutput output = generate_from(model, call, kPrompt);
  std::vector<float> probabilities(output.vocabulary);
  softmax(std::span(output.scores[0]).first(output.vocabulary), probabilities);
  std::map<std::int64_t, double> counts;
  for (std::size_t row = 0; row < draws; ++row) counts[new_ids(output, row)[0]] += 1;
  double sum = 0;
  cells = 0;
  for (std::size_t id = 0; id < probabilities.size(); ++id) {
    const double expected = static_cast<double>(probabilities[id]) * static_cast<double>(draws);
    const double seen = counts[static_cast<std::int64_t>(id)];
    if (expected == 0) {
      EXPECT_EQ(seen, 0);
      continue;
    }
    ++cells;
    sum += (seen - expected) * (seen - expected) / expected;
  }
  return sum;
}

TEST(Generate, SamplingHasTheDistributionOfTheScores) {
  const std::vector<Json> choices = {
      {{"do_sample", true}, {"seed", 1}, {"top_k", 0}},
      {{"do_sample", true}, {"seed", 2}, {"top_k", 8}},
      {{"do_sample", true}, {"seed", 3}, {"top_k", 0}, {"top_p", 0.8}, {"temperature", 1.5}},
      {{"do_sample", true}, {"seed", 4}, {"top_k", 20}, {"temperature", 2.5}}};
  for (const Json& parameters : choices) {
    SCOPED_TRACE(parameters.dump());
    std::size_t cells = 0;
    const double sum = chi_square(parameters, 20000, cells);
    // Mean and variance of chi-square: cells - 1 and twice that. Four deviations.
    const double freedom = static_cast<double>(cells - 1);
    EXPECT_LT(sum, freedom + 4 * std::sqrt(2 * freedom));
    EXPECT_GT(sum, freedom - 4 * std::sqrt(2 * freedom));
  }
}

// Beams drawn without replacement: the first of them has the distribution of the scores.
TEST(Generate, BeamSamplingGivesDifferentBeamsAndFollowsItsSeed) {
  const FakeDecoderModel model(ending(2));
  Json parameters = {
      {"max_new_tokens", 6}, {"do_sample", true}, {"num_beams", 4}, {"num_return_sequences", 4},
      {"seed", 5},           {"eos_token_id", 3}, {"top_k", 0}};
  const GenerationOutput a = generate_from(model, parameters, kPrompt);
  EXPECT_EQ(a.sequences, generate_from(model, parameters, kPrompt).sequences);
  for (std::size_t row = 1; row < 4; ++row) EXPECT_NE(new_ids(a, 0), new_ids(a, row));
  parameters["seed"] = 6;
  EXPECT_NE(a.sequences, generate_from(model, parameters, kPrompt).sequences);
}

TEST(Generate, ScoresWithoutADistributionAreRefused) {
  const FakeDecoderModel model(FakeModelOptions{});
  Json all = Json::array();
  for (int id = 0; id < 40; ++id) all.push_back(id);
  EXPECT_THROW((void)generate_from(model, {{"do_sample", true}, {"suppress_tokens", all}}, kPrompt),
               Error);
}

TEST(Generate, MoreBeamsThanContinuationsAreRefused) {
  FakeModelOptions options;
  options.vocab_size = 8;
  const FakeDecoderModel model(options);
  EXPECT_NO_THROW((void)generate_from(model, {{"num_beams", 3}, {"max_new_tokens", 2}}, {1, 2}));
  Json eos = Json::array();
  for (int id = 0; id < 12; ++id) eos.push_back(id);
  EXPECT_THROW((void)generate_from(model, {{"num_beams", 4}, {"eos_token_id", eos}}, {1, 2}),
               Error);
}

TEST(Generate, NumbersBeyondReasonAreRefusedOrHarmless) {
  const FakeDecoderModel model(FakeModelOptions{});
  EXPECT_THROW((void)generate_from(model, {{"num_beams", INT64_MAX}}, kPrompt), Error);
  EXPECT_THROW((void)generate_from(
                   model, {{"do_sample", true}, {"num_return_sequences", INT64_MAX}}, kPrompt),
               Error);
  for (const char* length : {"max_new_tokens", "max_length", "min_length", "min_new_tokens"}) {
    EXPECT_THROW((void)generate_from(model, {{length, UINT64_MAX}}, kPrompt), Error) << length;
  }
  const Json large = {{"max_length", 8},
                      {"min_new_tokens", INT64_MAX},
                      {"no_repeat_ngram_size", INT64_MAX},
                      {"exponential_decay_length_penalty", {INT64_MAX, 1.5}},
                      {"eos_token_id", 3},
                      {"suppress_tokens", {INT64_MAX, -5}}};
  EXPECT_EQ(new_ids(generate_from(model, large, kPrompt)).size(), 5U);
  const Json small = {{"max_length", 8},
                      {"min_length", INT64_MIN},
                      {"no_repeat_ngram_size", INT64_MIN},
                      {"exponential_decay_length_penalty", {INT64_MIN, 0.5}},
                      {"eos_token_id", 3}};
  EXPECT_LE(new_ids(generate_from(model, small, kPrompt)).size(), 5U);
}

TEST(Generate, ShapesThatDoNotFitAreRefused) {
  const FakeDecoderModel model(FakeModelOptions{});
  const std::vector<std::int64_t> ids = {1, 2, 3};
  GenerationInput input;
  input.rows = 2;
  input.columns = 2;
  input.input_ids = ids;
  EXPECT_THROW((void)generate(model, config_of(Json::object()), input), Error);
  input.rows = 0;
  input.columns = 0;
  input.input_ids = {};
  EXPECT_THROW((void)generate(model, config_of(Json::object()), input), Error);
}

TEST(Generate, AnEmptyPromptBeginsWithBos) {
  const FakeDecoderModel model(FakeModelOptions{});
  const GenerationOutput output =
      generate_from(model, {{"bos_token_id", 5}, {"max_new_tokens", 3}}, {});
  EXPECT_EQ(output.prompt_length, 1U);
  EXPECT_EQ(output.sequence(0)[0], 5);
  EXPECT_THROW((void)generate_from(model, {{"max_new_tokens", 3}}, {}), Error);
}

TEST(Generate, RunsInManyThreadsAtOnce) {
  const FakeDecoderModel model(ending(3));
  const Json parameters = {{"max_new_tokens", 20}, {"num_beams", 3}, {"eos_token_id", 3}};
  const GenerationOutput expected = generate_from(model, parameters, kPrompt);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j) {
        EXPECT_EQ(generate_from(model, parameters, kPrompt).sequences, expected.sequences);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace penstock::testing
