// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backends/installed.hpp"

// The two phases inside one site-packages folder.

namespace penstock {
namespace {

using ::testing::HasSubstr;

const std::string kCapi = kSite + "/onnxruntime/capi";

TEST(PythonPhases, FindEachRuntimeInTheActiveEnvironment) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, kSite, "1.31.1");
  install_openvino(env, kSite);
  install_torch(env, kSite, "2.8.0");
  install_ipex(env, kSite, "2.8.0");
  for (const Accelerator accelerator : {Accelerator::ov, Accelerator::ort, Accelerator::ipex}) {
    const Availability found = detect(env, accelerator);
    EXPECT_EQ(found.accelerator, accelerator);
    EXPECT_TRUE(found.available) << to_string(accelerator);
  }
  EXPECT_EQ(detect(env, Accelerator::ov).version, "2026.4.1");
  EXPECT_EQ(detect(env, Accelerator::ov).distribution, "openvino");
  EXPECT_EQ(detect(env, Accelerator::ipex).distribution, "intel_extension_for_pytorch");
}

TEST(PythonPhases, SuccessLeavesOneAttemptForEachPhase) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, kSite, "1.31.1");
  const Availability found = detect(env, Accelerator::ort);
  ASSERT_EQ(found.attempts.size(), 2U);
  EXPECT_EQ(found.attempts[0].place, kCapi + "/libonnxruntime.so.1.31.1");
  EXPECT_EQ(found.attempts[0].phase, "found");
  EXPECT_EQ(found.attempts[0].outcome, "ok");
  EXPECT_EQ(found.attempts[1].place, kSite + "/onnxruntime-1.31.1.dist-info");
  EXPECT_EQ(found.attempts[1].phase, "metadata");
  EXPECT_EQ(found.attempts[1].outcome, "ok");
}

TEST(PythonPhases, NothingInstalledIsANoWithTheReason) {
  const Availability found = detect(active_venv(), Accelerator::ort);
  EXPECT_FALSE(found.available);
  EXPECT_EQ(found.version, "N/A");
  EXPECT_EQ(found.distribution, std::nullopt);
  EXPECT_EQ(found.library, "");
  EXPECT_EQ(outcome_at(found, kSite), "found: no onnxruntime package here");
}

TEST(PythonPhases, AFolderWithoutMetadataIsANo) {
  FakeEnvironment env = active_venv();
  add_onnxruntime_folder(env, kSite, "1.31.1");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_FALSE(found.available);
  EXPECT_EQ(found.version, "N/A");
  EXPECT_EQ(outcome_at(found, kSite),
            "metadata: no installed distribution states a version: the folder onnxruntime/ is "
            "there without its metadata");
}

TEST(PythonPhases, MetadataThatStatesNoVersionIsANo) {
  FakeEnvironment env = active_venv();
  add_onnxruntime_folder(env, kSite, "1.31.1");
  env.add_file(kSite + "/onnxruntime-1.31.1.dist-info/METADATA", "Name: onnxruntime\n\nVersion: 1");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
  env.add_file(kSite + "/onnxruntime-1.31.1.dist-info/METADATA", "Name: onnxruntime\nVersion:\n");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
}

TEST(PythonPhases, AWheelTooOldToCarryALibraryIsANoThatSaysSo) {
  FakeEnvironment env = active_venv();
  env.add_file(kCapi + "/onnxruntime_pybind11_state.so", FakeLibrary{}.bytes());
  add_dist_info(env, kSite, "onnxruntime", "1.18.1");
  EXPECT_EQ(outcome_at(detect(env, Accelerator::ort), kCapi),
            "found: no libonnxruntime.so* in it: onnxruntime 1.18.1 is too old for native use, "
            "install 1.20 or newer");
}

TEST(PythonPhases, ANewWheelThatLostItsLibraryIsANo) {
  FakeEnvironment env = active_venv();
  env.add_file(kSite + "/onnxruntime/__init__.py");
  add_dist_info(env, kSite, "onnxruntime_gpu", "1.31.1");
  EXPECT_EQ(outcome_at(detect(env, Accelerator::ort), kCapi),
            "found: no libonnxruntime.so* in it: onnxruntime-gpu 1.31.1 is installed without its "
            "native library");
}

TEST(PythonPhases, ABrokenLibraryIsANoWithItsDefect) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, kSite, "1.31.1");
  const std::string library = kCapi + "/libonnxruntime.so.1.31.1";
  env.add_file(library, "not a library");
  EXPECT_THAT(outcome_at(detect(env, Accelerator::ort), library),
              HasSubstr("is not a shared library"));
  env.add_file(library, library_exporting("SomethingElse"));
  EXPECT_EQ(outcome_at(detect(env, Accelerator::ort), library),
            "found: does not export OrtGetApiBase");
}

TEST(PythonPhases, TheHighestOfSeveralLibrariesThatServesIsTaken) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, kSite, "1.31.1");
  env.add_file(kCapi + "/libonnxruntime.so.1.9.0", library_exporting("OrtGetApiBase"));
  EXPECT_EQ(detect(env, Accelerator::ort).library, kCapi + "/libonnxruntime.so.1.31.1");
  env.add_file(kCapi + "/libonnxruntime.so.1.31.1", "");
  EXPECT_EQ(detect(env, Accelerator::ort).library, kCapi + "/libonnxruntime.so.1.9.0");
}

TEST(PythonPhases, LeftoversOfABrokenUpgradeAreNoPackage) {
  FakeEnvironment env = active_venv();
  install_onnxruntime(env, kSite + "/~nnxruntime_is_not_a_site", "1.31.1");
  env.add_file(kSite + "/~nnxruntime/capi/libonnxruntime.so.1.31.1",
               library_exporting("OrtGetApiBase"));
  add_dist_info(env, kSite, "~nnxruntime", "1.31.1");
  EXPECT_EQ(outcome_at(detect(env, Accelerator::ort), kSite), "found: no onnxruntime package here");
}

TEST(PythonPhases, EggInfoStatesAVersionAsFolderAndAsFile) {
  FakeEnvironment folder = active_venv();
  add_onnxruntime_folder(folder, kSite, "1.31.1");
  folder.add_file(kSite + "/onnxruntime-1.31.1.egg-info/PKG-INFO", metadata("onnxruntime", "1.31"));
  EXPECT_EQ(detect(folder, Accelerator::ort).version, "1.31");

  FakeEnvironment file = active_venv();
  add_onnxruntime_folder(file, kSite, "1.31.1");
  file.add_file(kSite + "/onnxruntime_gpu.egg-info", metadata("onnxruntime-gpu", "1.31"));
  EXPECT_EQ(detect(file, Accelerator::ort).distribution, "onnxruntime-gpu");
}

TEST(PythonPhases, LegacyEntriesKeepTheirCaseAndDots) {
  FakeEnvironment env = active_venv();
  add_onnxruntime_folder(env, kSite, "1.31.1");
  env.add_file(kSite + "/ONNXRuntime.GPU-1.31.1.dist-info/METADATA",
               "Name: ONNXRuntime.GPU\r\nversion:  1.31.1 \r\n\r\n");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_EQ(found.distribution, "onnxruntime-gpu");
  EXPECT_EQ(found.version, "1.31.1");
}

TEST(PythonPhases, OfTwoEntriesOfOneNameTheOwnerOfTheLibraryIsBelieved) {
  FakeEnvironment env = active_venv();
  add_onnxruntime_folder(env, kSite, "1.20.1");
  add_dist_info(env, kSite, "onnxruntime", "1.31.1");
  add_dist_info(env, kSite, "onnxruntime", "1.20.1");
  env.add_file(kSite + "/onnxruntime-1.31.1.dist-info/RECORD",
               "onnxruntime/capi/libonnxruntime.so.1.31.1,sha256=x,1\n");
  env.add_file(kSite + "/onnxruntime-1.20.1.dist-info/RECORD",
               "onnxruntime/__init__.py,,\nonnxruntime/capi/libonnxruntime.so.1.20.1,sha256=x,1\n");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.20.1");
}

TEST(PythonPhases, OfTwoEntriesThatOwnNothingTheHighestVersionIsBelieved) {
  FakeEnvironment env = active_venv();
  add_onnxruntime_folder(env, kSite, "1.20.1");
  add_dist_info(env, kSite, "onnxruntime", "1.9.0");
  add_dist_info(env, kSite, "onnxruntime", "1.20.1");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.20.1");
}

TEST(PythonPhases, PlainLinesOfPthFilesAreFollowed) {
  FakeEnvironment env = active_venv();
  env.add_file(kSite + "/__editable__.onnxruntime.pth",
               "# remark\nimport sys; sys.path.append('/code')\n/source/build\r\n\n");
  add_onnxruntime_folder(env, "/source/build", "1.32.0");
  add_dist_info(env, kSite, "onnxruntime", "1.32.0");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_TRUE(found.available);
  EXPECT_EQ(found.library, "/source/build/onnxruntime/capi/libonnxruntime.so.1.32.0");
}

TEST(PythonPhases, RelativePthLinesStartAtTheirFolder) {
  FakeEnvironment env = active_venv();
  env.add_file(kSite + "/vendored.pth", "vendored");
  install_onnxruntime(env, kSite + "/vendored", "1.32.0");
  EXPECT_TRUE(detect(env, Accelerator::ort).available);
}

TEST(PythonPhases, AnEditableInstallThatNoPthLineLocatesIsANoThatSaysSo) {
  FakeEnvironment env = active_venv();
  add_dist_info(env, kSite, "onnxruntime", "1.32.0");
  env.add_file(kSite + "/onnxruntime-1.32.0.dist-info/direct_url.json",
               R"({"url": "file:///source", "dir_info": {"editable": true}})");
  EXPECT_THAT(outcome_at(detect(env, Accelerator::ort), kSite), HasSubstr("editable install"));
}

TEST(PythonPhases, DamagedMetadataFilesDoNoHarm) {
  FakeEnvironment env = active_venv();
  add_dist_info(env, kSite, "onnxruntime", "1.32.0");
  env.add_file(kSite + "/onnxruntime-1.32.0.dist-info/direct_url.json", "{\"dir_info\": [");
  env.add_file(kSite + "/broken.pth", std::string("\0\0/nowhere\n", 11));
  env.add_file(kSite + "/-.dist-info/METADATA", "\xff\xfe");
  env.add_folder(kSite + "/.dist-info");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
}

}  // namespace
}  // namespace penstock
