// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <ostream>
#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "export/native_graph.hpp"
#include "support/backends.hpp"

// Every checkpoint of tests/data/export (made by tools/make_export_golden.py) with every head that
// it was recorded for, as graphs of every form: transformers' own numbers come out.

namespace penstock::native {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 2e-5;

struct Runner {
  const char* accelerator;
  GraphForm form;
  const char* name;
};

void PrintTo(const Runner& runner, std::ostream* out) { *out << runner.name; }

const std::map<std::string, Head, std::less<>> kHeads = {
    {"base", Head::base},
    {"sequence", Head::sequence_classification},
    {"token", Head::token_classification},
    {"question_answering", Head::question_answering},
    {"masked_lm", Head::masked_lm},
    {"image", Head::image_classification}};

Tensor read(const Checkpoint& file, const StoredTensor& stored) {
  Tensor tensor = Tensor::zeros(stored.dtype, stored.shape);
  const std::string bytes = file.read(stored);
  std::memcpy(tensor.data(), bytes.data(), bytes.size());
  return tensor;
}

class FamiliesTest : public ::testing::TestWithParam<Runner> {
 protected:
  void SetUp() override {
    PENSTOCK_REQUIRE_BACKEND(GetParam().accelerator);
    const Accelerator accelerator = parse_accelerator(GetParam().accelerator);
    backend_ = load_backend(accelerator, availability(accelerator).library);
  }

  std::unique_ptr<Session> open(const fs::path& folder, Head head) {
    const Checkpoint checkpoint(find_checkpoint(folder).value());
    const NativeGraph graph =
        build_graph(checkpoint, read_json_file(folder / "config.json"), head, GetParam().form);
    SessionOptions options;
    options.model_bytes = graph.bytes;
    options.external_data_folder = graph.folder;
    return std::make_unique<Session>(backend_, options);
  }

  // Compares every output that was recorded for the head.
  void check(const fs::path& folder, const std::string& head, const Checkpoint& expected) {
    SCOPED_TRACE(folder.filename().string() + " " + head);
    const auto session = open(folder, kHeads.at(head));
    std::vector<Tensor> inputs;
    for (const Port& port : session->inputs()) {
      const StoredTensor* stored = expected.find(port.name);
      ASSERT_NE(stored, nullptr) << port.name;
      inputs.push_back(read(expected, *stored));
    }
    const std::vector<Tensor> outputs = session->run(inputs);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const std::string name = head + "." + session->outputs()[i].name;
      const StoredTensor* stored = expected.find(name);
      ASSERT_NE(stored, nullptr) << name;
      expect_close(read(expected, *stored), outputs[i], name);
    }
  }

  static void expect_close(const Tensor& expected, const Tensor& got, const std::string& name) {
    ASSERT_EQ(expected.shape(), got.shape()) << name;
    const auto want = expected.values<float>();
    const auto have = got.values<float>();
    double worst = 0;
    for (std::size_t i = 0; i < want.size(); ++i) {
      ASSERT_FALSE(std::isnan(have[i])) << name;
      worst =
          std::max(worst, std::abs(static_cast<double>(want[i]) - static_cast<double>(have[i])));
    }
    EXPECT_LE(worst, kTolerance) << name;
    RecordProperty("worst", std::to_string(worst));
  }

  std::shared_ptr<Backend> backend_;
};

TEST_P(FamiliesTest, ComputesWhatTransformersComputes) {
  std::size_t checked = 0;
  for (const auto& entry : fs::directory_iterator(PENSTOCK_TEST_DATA "/export")) {
    if (!entry.is_directory()) continue;
    const Checkpoint expected(entry.path() / "expected.safetensors");
    for (const auto& [head, value] : kHeads) {
      const auto first = expected.tensors().lower_bound(head + ".");
      if (first == expected.tensors().end() || !first->first.starts_with(head + ".")) continue;
      check(entry.path(), head, expected);
      ++checked;
    }
  }
  EXPECT_GE(checked, 50U);
}

INSTANTIATE_TEST_SUITE_P(Runtimes, FamiliesTest,
                         ::testing::Values(Runner{"ort", kPortableForm, "ort_portable"},
                                           Runner{"ort", kOnnxRuntimeForm, "ort_fused_matmul"},
                                           Runner{"ort", kFusedAttentionForm,
                                                  "ort_fused_attention"},
                                           Runner{"ov", kPortableForm, "ov_portable"}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace penstock::native
