// SPDX-License-Identifier: Apache-2.0
#include "backends/distributions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "backends/installed.hpp"

namespace penstock {
namespace {

std::vector<std::string> reference_names() {
  std::ifstream file(PENSTOCK_BACKENDS_DATA "/onnxruntime_distributions.txt");
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with('#')) names.push_back(line);
  }
  return names;
}

std::string as_pip_writes(std::string name) {
  std::ranges::replace(name, '-', '_');
  return name;
}

TEST(Distributions, OnnxRuntimeNamesAreOptimumsInItsOrder) {
  const auto expected = reference_names();
  ASSERT_EQ(expected.size(), 17U);
  EXPECT_THAT(kOnnxRuntimePackage.distributions, ::testing::ElementsAreArray(expected));
}

TEST(Distributions, NamesAreEqualWhateverTheirCaseAndSeparators) {
  EXPECT_EQ(normalized_distribution_name("ONNXRuntime__GPU"), "onnxruntime-gpu");
  EXPECT_EQ(normalized_distribution_name("a.-_b"), "a-b");
  EXPECT_EQ(normalized_distribution_name("onnxruntime"), "onnxruntime");
}

class EachDistribution : public ::testing::TestWithParam<std::string> {};

TEST_P(EachDistribution, AloneIsReportedByNameAndVersion) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, kSite, "1.22.0", as_pip_writes(GetParam()));
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_TRUE(found.available);
  EXPECT_EQ(found.distribution, GetParam());
  EXPECT_EQ(found.version, "1.22.0");
  EXPECT_EQ(found.library, kSite + "/onnxruntime/capi/libonnxruntime.so.1.22.0");
}

TEST_P(EachDistribution, WithoutThePackageFolderIsANo) {
  FakeEnvironment env = active_venv();
  add_dist_info(env, kSite, as_pip_writes(GetParam()), "1.22.0");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_FALSE(found.available);
  EXPECT_EQ(found.version, "N/A");
  EXPECT_EQ(outcome_at(found, kSite),
            "found: " + GetParam() +
                " 1.22.0 is installed but its package folder onnxruntime/ is missing");
}

TEST_P(EachDistribution, AndEachLaterOneTogetherReportTheEarlier) {
  const auto names = reference_names();
  for (auto later = std::ranges::find(names, GetParam()) + 1; later != names.end(); ++later) {
    FakeEnvironment env = active_venv();
    install_onnxruntime(env, kSite, "1.23.0", as_pip_writes(*later));
    install_onnxruntime(env, kSite, "1.22.0", as_pip_writes(GetParam()));
    const Availability found = detect(env, Accelerator::ort);
    EXPECT_EQ(found.distribution, GetParam()) << "beside " << *later;
    EXPECT_EQ(found.version, "1.22.0");
  }
}

INSTANTIATE_TEST_SUITE_P(Of17, EachDistribution, ::testing::ValuesIn(reference_names()),
                         [](const auto& name) { return as_pip_writes(name.param); });

TEST(Distributions, NamesThatOptimumDoesNotProbeDoNotCount) {
  for (const std::string name : {"onnxruntime_directml", "onnxruntime_silicon", "ort_nightly"}) {
    FakeEnvironment env = active_venv();
    install_onnxruntime(env, kSite, "1.22.0", name);
    const Availability found = detect(env, Accelerator::ort);
    EXPECT_FALSE(found.available) << name;
    EXPECT_THAT(outcome_at(found, kSite), ::testing::StartsWith("metadata: ")) << name;
  }
}

}  // namespace
}  // namespace penstock
