// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <penstock/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "export/onnx_writer.hpp"
#include "sdk/onnx_logits_start.hpp"
#include "sdk/protobuf.hpp"
#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

// Which of the decoders' graphs in tests/data/models get the input logits_start on real runtimes.

namespace penstock {
namespace {

namespace fs = std::filesystem;

bool has_logits_start(Accelerator accelerator, const fs::path& file, SessionOptions options) {
  options.model_path = file;
  const Session session(load_backend(accelerator, availability(accelerator).library), options);
  return std::ranges::any_of(session.inputs(),
                             [](const Port& port) { return port.name == kLogitsStart; });
}

bool is_decoder(const fs::path& file) {
  const std::string name = file.filename().string();
  const std::string folder = file.parent_path().filename().string();
  return name.find("decoder") != name.npos ||
         (name.find("encoder") == name.npos &&
          (folder.find("text-generation") != folder.npos ||
           folder.find("stateful") != folder.npos || folder.find("past") != folder.npos));
}

void check(Accelerator accelerator, const std::string& extension, std::size_t at_least) {
  SessionOptions options;
  options.logits_start = true;
  std::size_t checked = 0;
  for (const auto& entry : fs::recursive_directory_iterator(PENSTOCK_TEST_DATA "/models")) {
    const fs::path& file = entry.path();
    if (file.extension() != extension || !is_decoder(file)) continue;
    const bool merged = file.filename() == "decoder_model_merged.onnx";
    EXPECT_EQ(has_logits_start(accelerator, file, options), !merged) << file;
    ++checked;
  }
  EXPECT_GE(checked, at_least);
}

TEST(LogitsStart, OrtHasItOnEveryLayoutButMergedGraphs) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  check(Accelerator::ort, ".onnx", 9);
}

TEST(LogitsStart, OvHasItOnEveryIr) {
  PENSTOCK_REQUIRE_BACKEND("ov");
  check(Accelerator::ov, ".xml", 2);
}

class LogitsStartOption : public ::testing::TestWithParam<const char*> {};

TEST_P(LogitsStartOption, TheCallersDecides) {
  PENSTOCK_REQUIRE_BACKEND(GetParam());
  const Accelerator accelerator = parse_accelerator(GetParam());
  const fs::path file = accelerator == Accelerator::ort
                            ? PENSTOCK_TEST_DATA "/models/opt-text-generation/model.onnx"
                            : PENSTOCK_TEST_DATA "/models/mistral-stateful/openvino_model.xml";
  EXPECT_FALSE(has_logits_start(accelerator, file, {}));
  SessionOptions options;
  options.options = {{"logits_start", "true"}};
  EXPECT_TRUE(has_logits_start(accelerator, file, options));
  options.logits_start = true;
  options.options = {{"logits_start", "false"}};
  EXPECT_FALSE(has_logits_start(accelerator, file, options));
  options.options = {{"logits_start", "perhaps"}};
  EXPECT_THROW((void)has_logits_start(accelerator, file, options), Error);
}

INSTANTIATE_TEST_SUITE_P(Both, LogitsStartOption, ::testing::Values("ort", "ov"),
                         [](const auto& of) { return std::string(of.param); });

// Embeddings of 4 numbers, times weights, for `vocabulary` tokens.
class LogitsStartFiles : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ort"); }

  static std::string weights(std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i % 97) - 48.0F;
    const auto* bytes = reinterpret_cast<const char*>(values.data());
    return {bytes, bytes + count * sizeof(float)};
  }

  static native::OnnxModel model(std::int64_t vocabulary) {
    const native::Dimension rows = "rows", tokens = "tokens";
    const auto count = static_cast<std::size_t>(4 * vocabulary);
    native::OnnxModel model;
    model.inputs = {{"input_ids", DType::int64, {rows, tokens}}};
    model.outputs = {{"logits", DType::float32, {rows, tokens, vocabulary}}};
    model.initializers = {{"E", DType::float32, {100, 4}, weights(400), {}},
                          {"W", DType::float32, {4, vocabulary}, weights(count), {}}};
    model.nodes = {{"Gather", "", {"E", "input_ids"}, {"hidden"}, {}},
                   {"MatMul", "", {"hidden", "W"}, {"logits"}, {}}};
    return model;
  }

  static void write_weights_apart(native::OnnxModel& model, const fs::path& folder) {
    std::ofstream data(folder / "model.onnx_data", std::ios::binary);
    for (native::Initializer& each : model.initializers) {
      each.external = native::ExternalData{
          "model.onnx_data", static_cast<std::uint64_t>(data.tellp()), each.raw.size()};
      data << each.raw;
      each.raw.clear();
    }
  }

  // With its weights in a file of their own.
  static void write_external(const fs::path& folder) {
    native::OnnxModel outside = model(300);
    write_weights_apart(outside, folder);
    write(outside, folder / "model.onnx");
  }

  // Files under other names, and links to them in the folder "snapshot".
  template <typename WriteFiles>
  void link_snapshot(WriteFiles&& write_files) const {
    const fs::path blobs = folder_.path() / "blobs", snapshot = folder_.path() / "snapshot";
    fs::create_directory(blobs);
    fs::create_directory(snapshot);
    write_files(blobs);
    for (const char* name : {"model.onnx", "model.onnx_data"}) {
      fs::rename(blobs / name, blobs / (std::string("blob-") + name));
      fs::create_symlink(blobs / (std::string("blob-") + name), snapshot / name);
    }
  }

  static void write(const native::OnnxModel& model, const fs::path& path) {
    std::ofstream(path, std::ios::binary) << native::serialize(model);
  }

  static std::vector<float> run(const Session& session, std::int64_t start) {
    std::array<std::int64_t, 6> ids = {1, 50, 99, 3, 7, 42};
    std::vector<Tensor> inputs = {Tensor::borrow(DType::int64, {2, 3}, ids.data())};
    if (session.inputs().size() > 1) inputs.push_back(Tensor::borrow(DType::int64, {1}, &start));
    const std::vector<Tensor> outputs = session.run(inputs);
    const auto values = outputs[0].values<float>();
    EXPECT_EQ(outputs[0].dim(1), session.inputs().size() > 1 && start < 0 ? -start : 3);
    return {values.begin(), values.end()};
  }

  // The last positions, or all, are those of the graph as it lies in the file.
  static void check(const fs::path& path, std::size_t vocabulary) {
    const auto backend = load_backend(Accelerator::ort, availability(Accelerator::ort).library);
    SessionOptions options;
    options.model_path = path;
    const Session whole(backend, options);
    options.logits_start = true;
    const Session session(backend, options);
    ASSERT_EQ(session.inputs().size(), 2U) << path;
    const std::vector<float> all = run(whole, 0);
    EXPECT_EQ(run(session, 0), all);
    const std::vector<float> last = run(session, -1);
    ASSERT_EQ(last.size(), 2 * vocabulary);
    for (const std::size_t row : {0U, 1U})
      EXPECT_TRUE(std::equal(last.begin() + static_cast<std::ptrdiff_t>(row * vocabulary),
                             last.begin() + static_cast<std::ptrdiff_t>((row + 1) * vocabulary),
                             all.begin() + static_cast<std::ptrdiff_t>((3 * row + 2) * vocabulary)))
          << path << " row " << row;
  }

  testing::TemporaryFolder folder_;
};

TEST_F(LogitsStartFiles, WeightsWithinTheGraph) {
  write(model(300), folder_.path() / "model.onnx");
  check(folder_.path() / "model.onnx", 300);
}

// Of which the pages are given back while it is opened.
TEST_F(LogitsStartFiles, ManyWeightsWithinTheGraph) {
  constexpr std::int64_t kVocabulary = 3'000'000;  // 46 MiB
  write(model(kVocabulary), folder_.path() / "model.onnx");
  check(folder_.path() / "model.onnx", kVocabulary);
}

TEST_F(LogitsStartFiles, WeightsInAFileOfTheirOwn) {
  write_external(folder_.path());
  check(folder_.path() / "model.onnx", 300);
}

TEST_F(LogitsStartFiles, WeightsBehindLinks) {
  link_snapshot(write_external);
  check(folder_.path() / "snapshot" / "model.onnx", 300);
}

// The changed graph has a value "hidde!", to which the file gives a type that it cannot have.
class RefusedLogitsStart : public LogitsStartFiles {
 protected:
  static std::string refused_when_changed(const native::OnnxModel& model) {
    constexpr std::uint32_t kGraph = 7;
    constexpr std::string_view kValueInfo = "\x6A\x0E\x0A\x06hidde!\x12\x04\x0A\x02\x08\x07";
    const std::string whole = native::serialize(model);
    std::string text;
    sdk::each_field(whole, [&](const sdk::ProtobufReader::Field& field) {
      if (field.number == kGraph) {
        sdk::append_bytes_field(kGraph, std::string(field.bytes).append(kValueInfo), text);
      } else {
        text += field.whole;
      }
    });
    const auto change = sdk::add_logits_start(text);
    EXPECT_TRUE(change && change->in_place == "hidde!");
    return text;
  }

  static void write_external(const fs::path& folder) {
    native::OnnxModel outside = model(300);
    write_weights_apart(outside, folder);
    std::ofstream(folder / "model.onnx", std::ios::binary) << refused_when_changed(outside);
  }

  static void expect_opened_as_it_is(const fs::path& path) {
    const auto backend = load_backend(Accelerator::ort, availability(Accelerator::ort).library);
    SessionOptions options;
    options.model_path = path;
    options.logits_start = true;
    const Session session(backend, options);
    ASSERT_EQ(session.inputs().size(), 1U);
    EXPECT_EQ(run(session, 0).size(), std::size_t{2 * 3 * 300});
  }
};

TEST_F(RefusedLogitsStart, WeightsWithinTheGraph) {
  const fs::path path = folder_.path() / "model.onnx";
  std::ofstream(path, std::ios::binary) << refused_when_changed(model(300));
  expect_opened_as_it_is(path);
}

TEST_F(RefusedLogitsStart, WeightsInAFileOfTheirOwn) {
  write_external(folder_.path());
  expect_opened_as_it_is(folder_.path() / "model.onnx");
}

TEST_F(RefusedLogitsStart, WeightsBehindLinks) {
  link_snapshot(write_external);
  expect_opened_as_it_is(folder_.path() / "snapshot" / "model.onnx");
}

}  // namespace
}  // namespace penstock
