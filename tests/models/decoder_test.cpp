// SPDX-License-Identifier: Apache-2.0
#include "models/decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>

#include "support/fake_session.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using testing::FakeGraph;
using testing::FakeOutput;
using ::testing::HasSubstr;

// Feeds that a fake graph was run on, by the order of its inputs.
using Fed = std::vector<std::vector<std::int64_t>>;

// A graph whose logits are its input ids.
FakeGraph echo(std::vector<testing::FakePort> inputs, Fed* fed = nullptr) {
  return {std::move(inputs), {{"logits"}}, [fed](std::span<const PenstockTensor> given) {
            for (const PenstockTensor& tensor : given)
              if (fed != nullptr) fed->push_back(testing::int64_values(tensor));
            const auto ids = testing::int64_values(given[0]);
            return std::vector<FakeOutput>{
                {{ids.begin(), ids.end()}, {given[0].shape[0], given[0].shape[1], 1}}};
          }};
}

std::unique_ptr<DecoderModel> decoder_of(FakeGraph graph) {
  DecoderSessions sessions;
  sessions.decoder = testing::make_session(std::move(graph));
  return make_decoder_model(std::move(sessions),
                            std::make_shared<const ModelConfig>(parse_json("{}", "config.json")));
}

std::string refusal_of(FakeGraph graph) {
  try {
    (void)decoder_of(std::move(graph));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

DecoderInput step(std::size_t rows, std::span<const std::int64_t> ids,
                  std::span<const std::int64_t> mask = {}) {
  DecoderInput input;
  input.rows = rows;
  input.columns = ids.size() / rows;
  input.input_ids = ids;
  input.attention_mask = mask;
  return input;
}

TEST(Decoder, WithoutACacheEveryStepReadsAllTokens) {
  Fed fed;
  const auto model = decoder_of(echo({{"input_ids"}, {"attention_mask"}}, &fed));
  const auto state = model->start({}, {});
  const std::vector<std::int64_t> prompt{5, 6, 7, 8};
  EXPECT_THAT(state->forward(step(2, prompt)).row(1), ElementsAre(8));
  const std::vector<std::int64_t> next{3, 4};
  EXPECT_THAT(state->forward(step(2, next)).row(0), ElementsAre(3));
  EXPECT_EQ(state->length(), 3U);
  EXPECT_THAT(fed[2], ElementsAre(5, 6, 3, 7, 8, 4));
  state->reorder(std::vector<std::int32_t>{1, 1, 0});
  const std::vector<std::int64_t> more{1, 2, 9};
  (void)state->forward(step(3, more));
  EXPECT_THAT(fed[4], ElementsAre(7, 8, 4, 1, 7, 8, 4, 2, 5, 6, 3, 9));
  state->crop(1);
  (void)state->forward(step(3, more));
  EXPECT_THAT(fed[6], ElementsAre(7, 1, 7, 2, 5, 9));
}

TEST(Decoder, PositionsCountWhatIsNotPadding) {
  Fed fed;
  const auto model = decoder_of(echo({{"input_ids"}, {"position_ids"}}, &fed));
  const auto state = model->start({}, {});
  const std::vector<std::int64_t> ids{1, 1, 5, 5, 6, 7};
  const std::vector<std::int64_t> mask{0, 0, 1, 1, 1, 1};
  (void)state->forward(step(2, ids, mask));
  EXPECT_THAT(fed[1], ElementsAre(1, 1, 0, 0, 1, 2));
}

TEST(Decoder, AllPositionsOfARowAreLogitsOnRequest) {
  const auto model = decoder_of(echo({{"input_ids"}}));
  const auto state = model->start({}, {});
  const std::vector<std::int64_t> ids{4, 5, 6};
  DecoderInput input = step(1, ids);
  input.all_positions = true;
  const Logits logits = state->forward(input);
  ASSERT_EQ(logits.positions, 3U);
  EXPECT_THAT(logits.row(0, 1), ElementsAre(5));
}

TEST(Decoder, GraphsThatCanAreAskedForTheLogitsInUseOnly) {
  Fed fed;
  const auto model = decoder_of(echo({{"input_ids"}, {"logits_start", PENSTOCK_INT64, {1}}}, &fed));
  const auto state = model->start({}, {});
  const std::vector<std::int64_t> ids{4, 5, 6};
  DecoderInput input = step(1, ids);
  (void)state->forward(input);
  EXPECT_THAT(fed[1], ElementsAre(-1));
  input.all_positions = true;
  (void)state->forward(input);
  EXPECT_THAT(fed[3], ElementsAre(0));
}

TEST(Decoder, StepsThatDoNotFitAreRefused) {
  const auto model = decoder_of(echo({{"input_ids"}}));
  const auto state = model->start({}, {});
  const std::vector<std::int64_t> ids{4, 5, 6};
  EXPECT_THROW((void)state->forward(step(1, {})), Error);
  EXPECT_THROW((void)state->forward(step(1, ids, std::span(ids).first(2))), Error);
  (void)state->forward(step(3, ids));
  EXPECT_THROW((void)state->forward(step(1, ids)), Error);
  EXPECT_THROW(state->reorder(std::vector<std::int32_t>{3}), Error);
}

TEST(Decoder, GraphsThatAreNoDecodersAreRefusedByName) {
  FakeGraph other = echo({{"input_ids"}});
  other.outputs = {{"a"}, {"b"}};
  EXPECT_THAT(refusal_of(std::move(other)),
              HasSubstr("no output named logits; its outputs are: a, b"));
  EXPECT_THAT(refusal_of(echo({{"input_ids"}, {"pixel_values"}})),
              HasSubstr("wants an input 'pixel_values'"));
  EXPECT_THAT(refusal_of(echo({{"input_ids"}, {"encoder_hidden_states"}})),
              HasSubstr("no encoder graph beside it"));
  EXPECT_THAT(refusal_of(echo({{"input_ids"}, {"beam_idx"}})),
              HasSubstr("keeps keys and values in itself, which this accelerator cannot run"));
}

TEST(Decoder, EncoderInputsWithoutAnEncoderAreRefused) {
  const auto model = decoder_of(echo({{"input_ids"}}));
  NamedTensors inputs;
  inputs.set("input_ids", Tensor::zeros(DType::int64, {1, 2}));
  EXPECT_THROW((void)model->start(inputs, {}), Error);
}

}  // namespace
}  // namespace penstock
