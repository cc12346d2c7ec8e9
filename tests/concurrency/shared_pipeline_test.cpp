// SPDX-License-Identifier: Apache-2.0
// One pipeline object of a real runtime under eight threads.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <penstock/text_classification.hpp>
#include <string>
#include <vector>

#include "support/backends.hpp"
#include "support/threads.hpp"

namespace penstock {
namespace {

class SharedPipeline : public ::testing::TestWithParam<const char*> {};

TEST_P(SharedPipeline, GivesTheAnswersOfOneThread) {
  PENSTOCK_REQUIRE_BACKEND(GetParam());
  const TextClassification classify(
      {.model = PENSTOCK_MODELS "/sentiment", .accelerator = GetParam()});
  const std::vector<std::string> texts = {"I love this film", "The food was cold.",
                                          "Not bad at all, I would come back.",
                                          "The battery died after two days of careful use."};
  std::vector<Label> expected;
  for (const std::string& text : texts) expected.push_back(classify(text).at(0));
  std::atomic<int> wrong{0};
  testing::on_threads(8, [&](int thread) {
    for (int round = 0; round < 25; ++round) {
      const std::size_t at = static_cast<std::size_t>(thread + round) % texts.size();
      const Label best = classify(texts[at]).at(0);
      const bool equal =
          best.label == expected[at].label && std::abs(best.score - expected[at].score) < 1e-5F;
      wrong += equal ? 0 : 1;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
}

INSTANTIATE_TEST_SUITE_P(Backends, SharedPipeline, ::testing::Values("ort", "ov"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace penstock
