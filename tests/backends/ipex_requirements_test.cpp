// SPDX-License-Identifier: Apache-2.0
#include "backends/ipex_requirements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backends/installed.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;

const std::string kIpexLibrary = kSite + "/intel_extension_for_pytorch/lib/libintel-ext-pt-cpu.so";

// The last thing that was noted: the reason why IPEX does not serve in its place.
std::string verdict(const FakeEnvironment& env) {
  std::string last;
  for (const Attempt& attempt : detect(env, Accelerator::ipex).attempts) {
    if (attempt.place == kIpexLibrary) last = attempt.phase + ": " + attempt.outcome;
  }
  return last;
}

FakeEnvironment with(const std::string& torch, const std::string& ipex) {
  FakeEnvironment env = active_venv();
  if (!torch.empty()) install_torch(env, kSite, torch);
  if (!ipex.empty()) install_ipex(env, kSite, ipex);
  return env;
}

TEST(IpexRequirements, TheReleaseBuiltForIsAvailable) {
  for (const std::string torch : {"2.8.0", "2.8.1+cpu", "2.8.0+cu128"}) {
    const Availability found = detect(with(torch, "2.8.0"), Accelerator::ipex);
    EXPECT_TRUE(found.available) << torch;
    EXPECT_EQ(found.library, kIpexLibrary);
    EXPECT_EQ(found.version, "2.8.0");
  }
}

TEST(IpexRequirements, AnotherTorchIsANoThatNamesBothVersionsAndThePlace) {
  EXPECT_EQ(verdict(with("2.15.0", "2.8.0")),
            "metadata: needs torch 2.8.x, found 2.15.0 at " + kSite);
  EXPECT_EQ(verdict(with("2.80.0", "2.8.0")),
            "metadata: needs torch 2.8.x, found 2.80.0 at " + kSite);
  EXPECT_FALSE(detect(with("2.15.0", "2.8.0"), Accelerator::ipex).available);
}

TEST(IpexRequirements, AnotherIpexIsANo) {
  EXPECT_EQ(verdict(with("2.8.0", "2.7.0")),
            "metadata: needs intel_extension_for_pytorch 2.8.x, found 2.7.0 at " + kSite);
}

TEST(IpexRequirements, WithoutTorchIsANo) {
  EXPECT_EQ(verdict(with("", "2.8.0")), "metadata: needs torch 2.8.x, found none");
}

TEST(IpexRequirements, TorchAloneIsANo) {
  const Availability found = detect(with("2.8.0", ""), Accelerator::ipex);
  EXPECT_FALSE(found.available);
  EXPECT_EQ(outcome_at(found, kSite), "found: no intel_extension_for_pytorch package here");
}

TEST(IpexRequirements, TorchMayLieInAnotherPlace) {
  FakeEnvironment env = with("", "2.8.0");
  install_torch(env, "/usr/lib/python3/dist-packages", "2.8.0");
  EXPECT_TRUE(detect(env, Accelerator::ipex).available);
}

TEST(IpexRequirements, TorchBesideIpexIsTheOneThatCounts) {
  FakeEnvironment env = with("2.15.0", "2.8.0");
  install_torch(env, "/pythonpath", "2.8.0");
  env.set("PYTHONPATH", "/pythonpath");
  EXPECT_FALSE(detect(env, Accelerator::ipex).available);
}

TEST(IpexRequirements, TheOverridePinsTorch) {
  FakeEnvironment env = with("2.15.0", "2.8.0");
  install_torch(env, "/other", "2.8.0");
  for (const std::string folder : {"/other/torch", "/other"}) {
    env.set("PENSTOCK_TORCH_DIR", folder);
    EXPECT_TRUE(detect(env, Accelerator::ipex).available) << folder;
  }
  env.set("PENSTOCK_TORCH_DIR", "/gone");
  EXPECT_EQ(verdict(env), "metadata: needs torch 2.8.x, found none");
}

TEST(IpexRequirements, TheOverrideAlsoFindsIpexBesideIt) {
  FakeEnvironment env;
  install_torch(env, "/other", "2.8.0");
  install_ipex(env, "/other", "2.8.0");
  env.set("PENSTOCK_TORCH_DIR", "/other/torch");
  EXPECT_TRUE(detect(env, Accelerator::ipex).available);
}

TEST(IpexRequirements, AnArchiveOfTorchTellsItsVersionInItsOwnFile) {
  FakeEnvironment env = with("", "2.8.0");
  env.add_file("/libtorch/lib/libtorch_cpu.so", FakeLibrary{}.bytes());
  env.set("PENSTOCK_TORCH_DIR", "/libtorch");
  EXPECT_FALSE(detect(env, Accelerator::ipex).available);
  env.add_file("/libtorch/build-version", "2.8.0+cpu\n");
  EXPECT_TRUE(detect(env, Accelerator::ipex).available);
  env.add_file("/libtorch/build-version", "2.9.0+cpu\n");
  EXPECT_FALSE(detect(env, Accelerator::ipex).available);
}

TEST(IpexRequirements, APythonFolderOfTorchTellsItsVersionInVersionPy) {
  FakeEnvironment env = with("", "2.8.0");
  env.add_file("/build/torch/lib/libtorch_cpu.so", FakeLibrary{}.bytes());
  env.add_file("/build/torch/version.py", "from typing import Optional\n__version__ = '2.8.0a0'\n");
  env.set("PENSTOCK_TORCH_DIR", "/build/torch");
  EXPECT_TRUE(detect(env, Accelerator::ipex).available);
}

TEST(IpexRequirements, ThePluginIsToldWhereTorchIs) {
  EXPECT_EQ(ipex_libraries(with("2.8.0", "2.8.0"), kIpexLibrary),
            kIpexLibrary + "\n" + kSite + "/torch/lib/libtorch_cpu.so");
  FakeEnvironment apart = with("", "2.8.0");
  install_torch(apart, "/usr/lib/python3/dist-packages", "2.8.0");
  EXPECT_EQ(ipex_libraries(apart, kIpexLibrary),
            kIpexLibrary + "\n/usr/lib/python3/dist-packages/torch/lib/libtorch_cpu.so");
  EXPECT_EQ(ipex_libraries(with("", "2.8.0"), kIpexLibrary), kIpexLibrary);
}

}  // namespace
}  // namespace penstock
