// SPDX-License-Identifier: Apache-2.0
// ONNX Runtime, OpenVINO and IPEX in one process, opened in every order and called from eight
// threads at once. ctest runs each test in a process of its own.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <memory>
#include <penstock/pipeline.hpp>
#include <string>
#include <vector>

#include "support/backends.hpp"
#include "support/temporary_folder.hpp"
#include "support/threads.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(PENSTOCK_TEST_DATA) / "ipex";

double score(const Json& answer) { return answer.at(0).at("score").get<double>(); }

// Every label's score, so that the order of close ones does not matter.
std::vector<double> scores(const Pipeline& pipe, const std::string& text) {
  const Json answer = pipe(text, {{"top_k", nullptr}});
  std::vector<double> all(2);
  for (const Json& label : answer)
    all[label.at("label") == "POSITIVE" ? 1 : 0] = label.at("score").get<double>();
  return all;
}

bool close(const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::abs(a[i] - b[i]) > 2e-4) return false;
  return true;
}

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kTexts = {
      "I love this film", "The food was cold.", "a", "Not bad at all, I would come back.",
      "The battery died after two days of careful use."};
  return kTexts;
}

class ThreeAccelerators : public ::testing::TestWithParam<std::vector<std::string>> {
 protected:
  void SetUp() override {
    for (const std::string& name : GetParam()) PENSTOCK_REQUIRE_BACKEND(name);
  }
};

TEST_P(ThreeAccelerators, AnswerAlikeUnderEightThreads) {
  std::vector<Pipeline> pipes;
  for (const std::string& name : GetParam())
    pipes.push_back(
        pipeline("text-classification", {.model = kFolder.string(), .accelerator = name}));
  std::vector<std::vector<double>> expected;
  for (const std::string& text : texts()) expected.push_back(scores(pipes[0], text));
  std::atomic<int> wrong{0};
  testing::on_threads(8, [&](int thread) {
    for (int round = 0; round < 12; ++round) {
      const auto number = static_cast<std::size_t>(thread + round);
      const std::size_t at = number % texts().size();
      const Pipeline& pipe = pipes[number % pipes.size()];
      wrong += close(scores(pipe, texts()[at]), expected[at]) ? 0 : 1;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
}

INSTANTIATE_TEST_SUITE_P(Orders, ThreeAccelerators,
                         ::testing::Values(std::vector<std::string>{"ort", "ov", "ipex"},
                                           std::vector<std::string>{"ort", "ipex", "ov"},
                                           std::vector<std::string>{"ov", "ort", "ipex"},
                                           std::vector<std::string>{"ov", "ipex", "ort"},
                                           std::vector<std::string>{"ipex", "ort", "ov"},
                                           std::vector<std::string>{"ipex", "ov", "ort"}),
                         [](const auto& order) {
                           return order.param[0] + "_" + order.param[1] + "_" + order.param[2];
                         });

// The repository of a test without the files named.
void copy_without(const std::string& left_out, const fs::path& to) {
  for (const auto& file : fs::directory_iterator(kFolder))
    if (file.path().filename() != left_out) fs::copy(file.path(), to);
}

TEST(IpexSelection, ARepositoryOfTorchScriptAloneRunsOnIpex) {
  PENSTOCK_REQUIRE_BACKEND("ipex");
  const testing::TemporaryFolder folder;
  copy_without("model.safetensors", folder.path());
  const Pipeline pipe = pipeline("text-classification", {.model = folder.path().string()});
  EXPECT_EQ(pipe.accelerator(), Accelerator::ipex);
  EXPECT_GT(score(pipe("I love this film")), 0.5);
}

TEST(IpexSelection, GivesWayToOneThatCanServe) {
  PENSTOCK_REQUIRE_BACKEND("ipex");
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Pipeline pipe = pipeline("text-classification", {.model = kFolder.string()});
  EXPECT_NE(pipe.accelerator(), Accelerator::ipex);
}

}  // namespace
}  // namespace penstock
