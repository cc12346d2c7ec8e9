// SPDX-License-Identifier: Apache-2.0
// The ipex backend on the real runtime: options, names of ports, bfloat16 and what is refused
// (docs/backends/ipex.md). tests/backends/make_ipex_data.py made the archives.
#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <penstock/error.hpp>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "support/backends.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Options = std::vector<std::pair<std::string, std::string>>;

class IpexSession : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ipex"); }

  static std::unique_ptr<Session> open(const std::string& archive, const Options& options = {},
                                       const std::string& device = "") {
    SessionOptions given;
    given.model_path = PENSTOCK_TEST_DATA "/ipex/" + archive;
    given.options = options;
    given.device = device;
    return std::make_unique<Session>(
        load_backend(Accelerator::ipex, availability(Accelerator::ipex).library), given);
  }

  static std::string refusal(const std::string& archive, const Options& options = {},
                             const std::string& device = "") {
    try {
      (void)open(archive, options, device);
    } catch (const Error& error) {
      return error.what();
    }
    ADD_FAILURE() << archive << " was accepted";
    return "";
  }

  static std::vector<std::string> names(const std::vector<Port>& ports) {
    std::vector<std::string> all;
    for (const Port& port : ports) all.push_back(port.name);
    return all;
  }

  // The logits of `columns` tokens.
  static std::vector<float> logits(const Session& session, std::int64_t columns) {
    std::array<Tensor, 3> inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      inputs[i] = Tensor::zeros(DType::int64, {1, columns});
      for (std::int64_t& value : inputs[i].values<std::int64_t>()) value = i == 2 ? 0 : 1;
    }
    std::int64_t next = 5;
    for (std::int64_t& id : inputs[0].values<std::int64_t>()) id = next++;
    const Tensor output = session.run(inputs)[0].to_float32();
    return {output.values<float>().begin(), output.values<float>().end()};
  }

  static void expect_close(const std::vector<float>& a, const std::vector<float>& b, float most) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], most) << i;
  }
};

TEST_F(IpexSession, EveryOptionIsTaken) {
  const auto session = open("pytorch_model.bin", {{"num_threads", "1"},
                                                  {"allow_spinning", "false"},
                                                  {"warmup", "false"},
                                                  {"self_check", "false"},
                                                  {"output_names", "x"}});
  EXPECT_EQ(logits(*session, 4).size(), 2U);
}

TEST_F(IpexSession, AnUnknownDeviceIsNamed) {
  EXPECT_THAT(refusal("pytorch_model.bin", {}, "cuda:0"), HasSubstr("'cuda:0'"));
  for (const char* device : {"", "cpu", "CPU", "-1"})
    EXPECT_NE(open("pytorch_model.bin", {}, device), nullptr);
}

TEST_F(IpexSession, AWrongValueIsNamedWithItsKey) {
  EXPECT_THAT(refusal("pytorch_model.bin", {{"num_threads", "many"}}),
              ::testing::AllOf(HasSubstr("num_threads"), HasSubstr("many")));
}

TEST_F(IpexSession, TheNoteTellsTypesAndShapes) {
  const auto session = open("pytorch_model.bin");
  EXPECT_THAT(names(session->inputs()),
              ElementsAre("input_ids", "attention_mask", "token_type_ids"));
  EXPECT_EQ(session->inputs()[0].dtype, DType::int64);
  EXPECT_EQ(session->inputs()[0].shape, (Shape{-1, -1}));
  EXPECT_EQ(session->outputs()[0].shape, (Shape{-1, 2}));
}

TEST_F(IpexSession, WithoutANoteNamesAreThoseOfTheGraph) {
  const auto session = open("without_note.bin");
  EXPECT_THAT(names(session->inputs()),
              ElementsAre("input_ids", "attention_mask", "token_type_ids"));
  EXPECT_EQ(session->inputs()[1].dtype, DType::int64);
  EXPECT_FALSE(session->inputs()[0].rank_known);
  EXPECT_THAT(names(session->outputs()), ElementsAre("logits"));
  expect_close(logits(*session, 6), logits(*open("pytorch_model.bin"), 6), 0);
}

TEST_F(IpexSession, OutputsOfATupleAreNamedByTheCaller) {
  EXPECT_THAT(names(open("tuple.bin")->outputs()), ElementsAre("output_0", "output_1"));
  const auto session = open("tuple.bin", {{"output_names", "logits"}});
  EXPECT_THAT(names(session->outputs()), ElementsAre("logits", "output_1"));
  expect_close(logits(*session, 6), logits(*open("pytorch_model.bin"), 6), 1e-5F);
}

TEST_F(IpexSession, TheFirstCallIsAsGoodAsTheTenth) {
  for (const char* archive : {"pytorch_model.bin", "bfloat16.bin", "tuple.bin"}) {
    for (const char* warmup : {"true", "false"}) {
      const auto session = open(archive, {{"warmup", warmup}});
      const std::vector<float> first = logits(*session, 7);
      std::vector<float> last;
      for (int run = 0; run < 10; ++run) last = logits(*session, 7);
      expect_close(first, last, 0);
    }
  }
}

TEST_F(IpexSession, EveryLengthIsTaken) {
  const auto session = open("pytorch_model.bin");
  const auto plain = open("tuple.bin");
  for (const std::int64_t columns : {1, 2, 8, 31})
    expect_close(logits(*session, columns), logits(*plain, columns), 1e-5F);
}

TEST_F(IpexSession, BFloat16IsCloseToFloat32) {
  const auto session = open("bfloat16.bin");
  const auto exact = open("pytorch_model.bin");
  bool other = false;
  for (const std::int64_t columns : {3, 8, 20}) {
    const std::vector<float> rounded = logits(*session, columns);
    expect_close(rounded, logits(*exact, columns), 5e-3F);
    other = other || rounded != logits(*exact, columns);
  }
  EXPECT_TRUE(other);  // it does calculate in another type
}

TEST_F(IpexSession, NumbersUnlikeTheModelsAreFoundWhileLoading) {
  EXPECT_THAT(refusal("unlike.bin"), HasSubstr("other numbers than the model"));
  EXPECT_NE(open("unlike.bin", {{"self_check", "false"}}), nullptr);
}

TEST_F(IpexSession, NotANumberIsFoundWhileLoading) {
  EXPECT_THAT(refusal("nan.bin"), HasSubstr("not finite"));
}

TEST_F(IpexSession, ACheckpointIsToldFromAnArchive) {
  EXPECT_THAT(refusal("checkpoint.bin"), HasSubstr("a PyTorch checkpoint"));
  EXPECT_THAT(refusal("config.json"), HasSubstr("not a TorchScript archive"));
  EXPECT_THAT(refusal("gone.bin"), HasSubstr("gone.bin"));
}

class IpexCausal : public IpexSession {
 protected:
  static Tensor ids(std::vector<std::int64_t> values) {
    Tensor tensor = Tensor::zeros(DType::int64, {1, static_cast<std::int64_t>(values.size())});
    std::copy(values.begin(), values.end(), tensor.values<std::int64_t>().begin());
    return tensor;
  }
  static Tensor ones(std::size_t count) { return ids(std::vector<std::int64_t>(count, 1)); }

  // Outputs of a run whose memory is `past`; none: an empty one.
  static std::vector<Value> step(const Session& session, Tensor input_ids, std::size_t total,
                                 std::span<const Value> past, bool keep) {
    std::vector<Value> inputs = {std::move(input_ids), ones(total)};
    for (std::size_t i = 0; i < 4; ++i)
      inputs.push_back(past.empty() ? Value(Tensor::zeros(DType::float32, {1, 2, 0, 8})) : past[i]);
    const std::array<std::uint8_t, 5> flags = {0, 1, 1, 1, 1};
    RunOptions options;
    if (keep) options.keep = flags;
    return session.run_values(inputs, options);
  }

  static std::vector<float> last_row(const Value& value) {
    const Tensor& tensor = value.tensor();
    const auto all = tensor.values<float>();
    return {all.end() - 40, all.end()};
  }
};

TEST_F(IpexCausal, TheMemoryIsPorts) {
  const auto session = open("causal.bin", {{"output_names", "logits"}});
  EXPECT_THAT(
      names(session->inputs()),
      ElementsAre("input_ids", "attention_mask", "past_key_values.0.key", "past_key_values.0.value",
                  "past_key_values.1.key", "past_key_values.1.value"));
  EXPECT_THAT(names(session->outputs()), ElementsAre("logits", "present.0.key", "present.0.value",
                                                     "present.1.key", "present.1.value"));
  EXPECT_EQ(session->inputs()[2].dtype, DType::float32);
  EXPECT_EQ(session->inputs()[2].shape, (Shape{-1, -1, -1, -1}));
}

TEST_F(IpexCausal, ReadingInStepsGivesTheLogitsOfReadingAtOnce) {
  const auto session = open("causal.bin", {{"output_names", "logits"}});
  const std::vector<float> whole = last_row(step(*session, ids({3, 9, 27, 5}), 4, {}, false)[0]);
  for (const bool keep : {false, true}) {
    std::vector<Value> outputs = step(*session, ids({3, 9}), 2, {}, keep);
    EXPECT_EQ(outputs[1].on_backend(), keep);
    outputs = step(*session, ids({27}), 3, std::span(outputs).subspan(1), keep);
    outputs = step(*session, ids({5}), 4, std::span(outputs).subspan(1), keep);
    expect_close(last_row(outputs[0]), whole, 1e-5F);
  }
}

}  // namespace
}  // namespace penstock
