// SPDX-License-Identifier: Apache-2.0
#include "models/encoder_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <penstock/error.hpp>
#include <string>

#include "support/fake_session.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using testing::FakeGraph;
using testing::FakeOutput;
using ::testing::HasSubstr;

Tensor ids(std::vector<std::int64_t> values, Shape shape) {
  Tensor tensor = Tensor::zeros(DType::int64, std::move(shape));
  std::copy(values.begin(), values.end(), tensor.values<std::int64_t>().begin());
  return tensor;
}

NamedTensors two_rows() {
  NamedTensors features;
  features.set("input_ids", ids({5, 6, 7, 8, 9, 0}, {2, 3}));
  return features;
}

// A graph that keeps copies of what it was fed.
struct Recorder {
  std::vector<std::vector<std::int64_t>> fed;
  std::vector<const void*> addresses;

  FakeGraph graph(std::vector<testing::FakePort> inputs) {
    return {std::move(inputs), {{"logits"}}, [this](std::span<const PenstockTensor> given) {
              for (const PenstockTensor& tensor : given) {
                fed.push_back(testing::int64_values(tensor));
                addresses.push_back(tensor.data);
              }
              return std::vector<FakeOutput>{{{1.0F}, {1, 1}}};
            }};
  }
};

EncoderModel encoder_of(FakeGraph graph, const char* config = "{}") {
  return {testing::make_session(std::move(graph)),
          std::make_shared<const ModelConfig>(parse_json(config, "config.json"))};
}

std::string failure_of(const EncoderModel& model, const NamedTensors& features) {
  try {
    (void)model.run(features);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(EncoderModel, FeedsTheGraphsInputsInItsOrderWithoutACopy) {
  Recorder recorder;
  const EncoderModel model = encoder_of(recorder.graph({{"attention_mask"}, {"input_ids"}}));
  NamedTensors features = two_rows();
  features.set("attention_mask", ids({1, 1, 1, 1, 1, 0}, {2, 3}));
  features.set("token_type_ids", ids({0, 0, 0, 0, 0, 0}, {2, 3}));
  (void)model.run(features);
  ASSERT_EQ(recorder.fed.size(), 2U);
  EXPECT_THAT(recorder.fed[1], ElementsAre(5, 6, 7, 8, 9, 0));
  EXPECT_EQ(recorder.addresses[1], features.at("input_ids").data());
}

TEST(EncoderModel, MakesTheInputsThatEveryGraphCanDoWith) {
  Recorder recorder;
  const EncoderModel model =
      encoder_of(recorder.graph({{"token_type_ids"}, {"attention_mask"}, {"position_ids"}}));
  (void)model.run(two_rows());
  EXPECT_THAT(recorder.fed[0], ElementsAre(0, 0, 0, 0, 0, 0));
  EXPECT_THAT(recorder.fed[1], ElementsAre(1, 1, 1, 1, 1, 1));
  EXPECT_THAT(recorder.fed[2], ElementsAre(0, 1, 2, 0, 1, 2));
}

TEST(EncoderModel, UnknownRequiredInputIsNamed) {
  Recorder recorder;
  const EncoderModel model = encoder_of(recorder.graph({{"input_ids"}, {"pixel_values"}}));
  EXPECT_EQ(failure_of(model, two_rows()),
            "Input pixel_values is required by model but not provided.");
}

TEST(EncoderModel, ConvertsToTheGraphsNumberType) {
  std::vector<std::int32_t> fed;
  FakeGraph graph = {
      {{"input_ids", PENSTOCK_INT32}}, {{"logits"}}, [&](std::span<const PenstockTensor> given) {
        fed.resize(given[0].byte_size / sizeof(std::int32_t));
        std::memcpy(fed.data(), given[0].data, given[0].byte_size);
        return std::vector<FakeOutput>{{{1.0F}, {1, 1}}};
      }};
  (void)encoder_of(std::move(graph)).run(two_rows());
  EXPECT_THAT(fed, ElementsAre(5, 6, 7, 8, 9, 0));
}

FakeGraph failing(const char* words) {
  return {{{"input_ids"}},
          {{"logits"}},
          [words](std::span<const PenstockTensor>) -> std::vector<FakeOutput> {
            throw sdk::Failure(PENSTOCK_BACKEND_FAILED, words);
          }};
}

TEST(EncoderModel, TooLongATextNamesBothLengthsAndTheWayOut) {
  const EncoderModel model =
      encoder_of(failing("Add node: 3 by 2"),
                 R"({"model_type": "roberta", "max_position_embeddings": 4, "pad_token_id": 1})");
  const std::string message = failure_of(model, two_rows());
  EXPECT_THAT(message, HasSubstr("3 tokens"));
  EXPECT_THAT(message, HasSubstr("at most 2"));
  EXPECT_THAT(message, HasSubstr("truncation"));
  EXPECT_THAT(message, HasSubstr("Add node: 3 by 2"));
}

TEST(EncoderModel, OtherFailuresKeepTheRuntimesWords) {
  const EncoderModel model = encoder_of(failing("out of memory"),
                                        R"({"model_type": "bert", "max_position_embeddings": 4})");
  const std::string message = failure_of(model, two_rows());
  EXPECT_THAT(message, HasSubstr("out of memory"));
  EXPECT_THAT(message, ::testing::Not(HasSubstr("truncation")));
}

EncoderOutputs outputs_of(std::vector<testing::FakePort> ports) {
  static std::vector<std::unique_ptr<EncoderModel>> kept;
  FakeGraph graph = {{{"input_ids"}}, ports, [ports](std::span<const PenstockTensor>) {
                       std::vector<FakeOutput> outputs;
                       for (std::size_t i = 0; i < ports.size(); ++i) {
                         outputs.push_back({{static_cast<float>(i)}, {1, 1}});
                       }
                       return outputs;
                     }};
  kept.push_back(std::make_unique<EncoderModel>(encoder_of(std::move(graph))));
  return kept.back()->run(two_rows());
}

TEST(EncoderOutputs, AreFoundByName) {
  EncoderOutputs outputs = outputs_of({{"hidden"}, {"logits"}});
  EXPECT_EQ(outputs.at("logits").values<float>()[0], 1.0F);
  EXPECT_TRUE(outputs.has("hidden"));
  EXPECT_FALSE(outputs.has("pooled"));
}

TEST(EncoderOutputs, OnlyOutputServesUnderAnyName) {
  EXPECT_EQ(outputs_of({{"output_0"}}).at("logits").values<float>()[0], 0.0F);
}

TEST(EncoderOutputs, MissingOneListsTheGraphsNames) {
  EncoderOutputs outputs = outputs_of({{"a"}, {"b"}});
  try {
    (void)outputs.at("logits");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a, b"));
  }
}

}  // namespace
}  // namespace penstock
