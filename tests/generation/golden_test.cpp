// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <penstock/error.hpp>

#include "generation/fake_decoder_model.hpp"

// transformers' generate() on the same fake model (tools/make_generation_golden.py): greedy and
// beam search with every processor, padded batches and encoders.

namespace penstock::testing {
namespace {

// A case's generation, with scores.
GenerationOutput run_case(const Json& item) {
  FakeModelOptions options = FakeModelOptions::from_json(item["model"]);
  options.encoder_decoder = item.contains("encoder_ids");
  const FakeDecoderModel model(options);
  Json parameters = item["config"];
  parameters["return_dict_in_generate"] = true;
  parameters["output_scores"] = true;

  GenerationInput input;
  std::vector<std::int64_t> ids = flat(item.value("ids", Json::array()));
  std::vector<std::int64_t> encoder_ids = flat(item.value("encoder_ids", Json::array()));
  const std::vector<std::int64_t> mask = flat(item.value("mask", Json::array()));
  input.rows = item.contains("ids") ? item["ids"].size() : item["encoder_ids"].size();
  input.columns = ids.size() / input.rows;
  input.input_ids = ids;
  // Python's run passes no mask where the case has none, and then may infer one.
  input.attention_mask = mask;
  if (options.encoder_decoder) {
    input.encoder_inputs.set("input_ids", tensor_of(encoder_ids, input.rows));
  }
  return generate(model, config_of(parameters), input);
}

std::vector<std::vector<std::int64_t>> rows_of(const GenerationOutput& output) {
  std::vector<std::vector<std::int64_t>> rows;
  for (std::size_t i = 0; i < output.count; ++i) {
    const auto row = output.sequence(i);
    rows.emplace_back(row.begin(), row.end());
  }
  return rows;
}

TEST(GenerationGolden, SequencesAreTheReferences) {
  for (const Json& item : golden_cases("generation")) {
    SCOPED_TRACE(item["name"].get<std::string>() + " " + item["config"].dump());
    const GenerationOutput output = run_case(item);
    const auto expected =
        item["expected"]["sequences"].get<std::vector<std::vector<std::int64_t>>>();
    EXPECT_EQ(rows_of(output), expected);
  }
}

TEST(GenerationGolden, BeamScoresAndIndicesAreTheReferences) {
  for (const Json& item : golden_cases("generation")) {
    const Json& expected = item["expected"];
    if (!expected.contains("sequences_scores")) continue;
    SCOPED_TRACE(item["name"].get<std::string>() + " " + item["config"].dump());
    const GenerationOutput output = run_case(item);
    ASSERT_EQ(output.sequences_scores.size(), expected["sequences_scores"].size());
    for (std::size_t i = 0; i < output.count; ++i) {
      const auto score = expected["sequences_scores"][i].get<float>();
      EXPECT_NEAR(output.sequences_scores[i], score, 2e-6F * std::max(1.0F, std::abs(score)));
    }
    std::vector<std::int32_t> indices;
    for (const Json& row : expected["beam_indices"]) {
      for (const Json& value : row) indices.push_back(value.get<std::int32_t>());
    }
    EXPECT_EQ(output.beam_indices, indices);
  }
}

TEST(GenerationGolden, ScoresOfTheFirstStepAreTheReferences) {
  for (const Json& item : golden_cases("generation")) {
    SCOPED_TRACE(item["name"].get<std::string>() + " " + item["config"].dump());
    const GenerationOutput output = run_case(item);
    const Json& rows = item["expected"]["first_scores"];
    ASSERT_EQ(output.step_rows, rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (std::size_t id = 0; id < rows[row].size(); ++id) {
        const float score = output.scores[0][row * output.vocabulary + id];
        if (rows[row][id].is_null()) {
          EXPECT_TRUE(std::isinf(score));
        } else {
          EXPECT_NEAR(score, rows[row][id].get<float>(), 4e-6F);
        }
      }
    }
  }
}

TEST(GenerationGolden, ErrorsAreWordForWord) {
  GenerationConfig own;
  own.eos_token_id = {3};
  own.pad_token_id = 0;
  const FakeDecoderModel model(FakeModelOptions{});
  const std::vector<std::int64_t> ids = {4, 5, 6};
  GenerationInput input;
  input.columns = 3;
  input.input_ids = ids;
  for (const Json& item : golden_cases("generation_errors")) {
    SCOPED_TRACE(item["config"].dump());
    try {
      static_cast<void>(generate(model, config_of(item["config"], own), input));
      ADD_FAILURE() << "no error, but expected: " << item["error"];
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()), item["error"].get<std::string>());
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    }
  }
}

}  // namespace
}  // namespace penstock::testing
