// SPDX-License-Identifier: Apache-2.0
#include "backends/search_places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>

#include "backends/installed.hpp"

// Which places are searched and which of them wins.

namespace penstock {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kOrt = library_exporting("OrtGetApiBase");
const std::string kOv = library_exporting("ov_get_openvino_version");

std::string library_found(const FakeEnvironment& env, Accelerator accelerator = Accelerator::ort) {
  return detect(env, accelerator).library;
}

// Every Python place with a runtime of its own version, to be taken away from the front.
FakeEnvironment all_python_places() {
  FakeEnvironment env;
  env.set("PENSTOCK_RUNTIME_PATH", "/extra").set("PYTHONPATH", "/pythonpath");
  env.set("VIRTUAL_ENV", "/venv").set("CONDA_PREFIX", "/conda");
  env.set("PATH", "/nothing:/opt/python/bin").set("HOME", "/home/u");
  env.add_file("/opt/python/bin/python3.11").add_link("/opt/python/bin/python3", "python3.11");
  int minor = 21;
  for (const std::string site :
       {"/extra", "/pythonpath", "/venv/lib/python3.11/site-packages",
        "/conda/lib/python3.11/site-packages", "/opt/python/lib/python3.11/site-packages",
        "/home/u/.local/lib/python3.11/site-packages", "/usr/local/lib/python3.11/dist-packages",
        "/usr/lib/python3/dist-packages"}) {
    install_onnxruntime(env, site, "1." + std::to_string(minor++) + ".0");
  }
  return env;
}

TEST(SearchPlaces, PythonEnvironmentsAreSearchedInOrder) {
  FakeEnvironment env = all_python_places();
  const auto expect_first = [&](const std::string& version) {
    EXPECT_EQ(detect(env, Accelerator::ort).version, version);
  };
  expect_first("1.21.0");
  env.set("PENSTOCK_RUNTIME_PATH", "");
  expect_first("1.22.0");
  env.set("PYTHONPATH", "");
  expect_first("1.23.0");
  env.set("VIRTUAL_ENV", "");
  expect_first("1.24.0");
  env.set("CONDA_PREFIX", "");
  expect_first("1.25.0");
  env.set("PATH", "/nothing");
  expect_first("1.26.0");
  env.set("PYTHONNOUSERSITE", "1");
  expect_first("1.27.0");
}

// A program in a project's build tree, and the project's environment above it.
FakeEnvironment program_in_project() {
  FakeEnvironment env;
  env.set("HOME", "/home/u").add_folder("/home/u");
  env.set("PATH", "/usr/bin").add_file("/usr/bin/python3");
  env.set_executable("/project/build/apps/penstock");
  env.add_file("/project/.venv/pyvenv.cfg");
  install_onnxruntime(env, "/project/.venv/lib/python3.11/site-packages", "1.31.1");
  return env;
}

TEST(SearchPlaces, TheProjectsEnvironmentAboveTheProgramIsSearched) {
  FakeEnvironment env = program_in_project();
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.31.1");
  install_onnxruntime(env, "/venv/lib/python3.11/site-packages", "1.30.0");
  env.set("VIRTUAL_ENV", "/venv");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.30.0") << "an active environment comes first";
}

TEST(SearchPlaces, AStrippedEnvironmentDoesNotSeeTheProjects) {
  FakeEnvironment env = program_in_project();
  env.set("PATH", "/nonexistent");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
  env.set("PATH", "/usr/bin").set("HOME", "/nonexistent");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
}

TEST(SearchPlaces, AFolderNamedVenvThatIsNoEnvironmentIsPassedOver) {
  FakeEnvironment env = program_in_project();
  env.add_folder("/project/build/.venv");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.31.1");
}

TEST(SearchPlaces, TheSystemsOwnPackagesComeLastInPythonsOrder) {
  FakeEnvironment env;
  env.set("PATH", "/usr/bin").add_file("/usr/bin/python3");
  install_onnxruntime(env, "/usr/lib/python3/dist-packages", "1.28.0");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.28.0");
  install_onnxruntime(env, "/usr/local/lib/python3.11/dist-packages", "1.27.0");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.27.0");
  env.set("HOME", "/home/u");
  install_onnxruntime(env, "/home/u/.local/lib/python3.11/site-packages", "1.26.0");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.26.0");
}

TEST(SearchPlaces, APlaceThatDoesNotServeIsNotedAndTheNextIsTaken) {
  FakeEnvironment env = active_venv();
  add_onnxruntime_folder(env, kSite, "1.31.1");
  install_onnxruntime(env, "/usr/lib/python3/dist-packages", "1.21.0");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_EQ(found.version, "1.21.0");
  EXPECT_THAT(outcome_at(found, kSite), StartsWith("metadata: "));
}

TEST(SearchPlaces, RuntimePathTakesALibraryAFolderAPrefixAndSitePackages) {
  FakeEnvironment env;
  env.add_file("/a/libonnxruntime.so.1.21.0", kOrt);
  env.add_file("/b/lib/libonnxruntime.so.1.22.0", kOrt);
  install_onnxruntime(env, "/c/lib/python3.12/site-packages", "1.23.0");
  install_onnxruntime(env, "/d", "1.24.0");
  for (const auto& [path, version] :
       std::vector<std::pair<std::string, std::string>>{{"/a/libonnxruntime.so.1.21.0", "1.21.0"},
                                                        {"/a", "1.21.0"},
                                                        {"/b/", "1.22.0"},
                                                        {"/c", "1.23.0"},
                                                        {"/d", "1.24.0"},
                                                        {"/d/onnxruntime", "1.24.0"},
                                                        {"/d/onnxruntime/capi", "1.24.0"},
                                                        {"/nowhere:/b", "1.22.0"}}) {
    env.set("PENSTOCK_RUNTIME_PATH", path);
    EXPECT_EQ(detect(env, Accelerator::ort).version, version) << path;
  }
}

TEST(SearchPlaces, ALibraryNamedForOneRuntimeIsNotTakenForAnother) {
  FakeEnvironment env;
  env.add_file("/a/libonnxruntime.so.1.21.0", kOrt);
  env.set("PENSTOCK_RUNTIME_PATH", "/a/libonnxruntime.so.1.21.0");
  EXPECT_EQ(outcome_at(detect(env, Accelerator::ov), "/a/libonnxruntime.so.1.21.0"),
            "found: is not named libopenvino_c.so*");
}

TEST(SearchPlaces, RelativeEntriesStartAtTheCurrentFolder) {
  FakeEnvironment env;
  env.set_current_directory("/work").set("PENSTOCK_RUNTIME_PATH", "../a/./");
  env.add_file("/a/libonnxruntime.so.1.21.0", kOrt);
  EXPECT_EQ(library_found(env), "/a/libonnxruntime.so.1.21.0");
}

TEST(SearchPlaces, AnEntryThatIsNotThereIsBlamedOnItsVariable) {
  FakeEnvironment env;
  env.set("PENSTOCK_RUNTIME_PATH", "/nowhere").set("PYTHONPATH", "/gone").set("VIRTUAL_ENV", "/v");
  const Availability found = detect(env, Accelerator::ort);
  EXPECT_THAT(outcome_at(found, "/nowhere"), HasSubstr("PENSTOCK_RUNTIME_PATH"));
  EXPECT_THAT(outcome_at(found, "/gone"), HasSubstr("PYTHONPATH"));
  EXPECT_THAT(outcome_at(found, "/v"), HasSubstr("VIRTUAL_ENV"));
}

TEST(SearchPlaces, AnOverrideBeatsEveryOtherPlace) {
  FakeEnvironment env = all_python_places();
  env.add_file("/mine/libonnxruntime.so.1.30.0", kOrt);
  env.set("PENSTOCK_ORT_LIB", "/mine/libonnxruntime.so.1.30.0");
  EXPECT_EQ(library_found(env), "/mine/libonnxruntime.so.1.30.0");
  env.set("PENSTOCK_ORT_LIB", "/mine");
  EXPECT_EQ(library_found(env), "/mine/libonnxruntime.so.1.30.0");
}

TEST(SearchPlaces, ABadOverrideIsANoAndNothingElseIsTried) {
  FakeEnvironment env = all_python_places();
  env.set("PENSTOCK_ORT_LIB", "/mine/libonnxruntime.so");
  const Availability missing = detect(env, Accelerator::ort);
  EXPECT_FALSE(missing.available);
  ASSERT_EQ(missing.attempts.size(), 1U);
  EXPECT_EQ(missing.attempts[0].outcome, "no such file or folder (named by PENSTOCK_ORT_LIB)");
  env.add_file("/mine/libonnxruntime.so", "broken");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
}

TEST(SearchPlaces, AnOverrideOfOneRuntimeLeavesTheOthersAlone) {
  FakeEnvironment env = active_venv();
  install_openvino(env, kSite);
  install_onnxruntime(env, kSite, "1.31.1");
  env.set("PENSTOCK_OV_LIB", "/gone");
  EXPECT_FALSE(detect(env, Accelerator::ov).available);
  EXPECT_TRUE(detect(env, Accelerator::ort).available);
}

TEST(SearchPlaces, AnOverrideInsideSitePackagesReportsItsDistribution) {
  FakeEnvironment env;
  install_onnxruntime(env, "/d", "1.24.0", "onnxruntime_gpu");
  env.set("PENSTOCK_ORT_LIB", "/d/onnxruntime/capi/libonnxruntime.so.1.24.0");
  EXPECT_EQ(detect(env, Accelerator::ort).distribution, "onnxruntime-gpu");
}

TEST(SearchPlaces, VendorsFoldersComeLast) {
  FakeEnvironment env;
  env.add_file("/opt/onnxruntime-linux-x64-1.9.0/lib/libonnxruntime.so.1.9.0", kOrt);
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.9.0");
  env.add_file("/opt/onnxruntime-linux-x64-1.20.1/lib/libonnxruntime.so.1.20.1", kOrt);
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.20.1");
  env.add_file("/ort/lib/libonnxruntime.so.1.21.0", kOrt).set("ORT_DIR", "/ort");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.21.0");
  env.add_file("/ortdir/libonnxruntime.so.1.22.0", kOrt).set("ONNXRUNTIME_DIR", "/ortdir");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.22.0");
}

TEST(SearchPlaces, OpenVinoArchivesAreFoundByTheirLayout) {
  FakeEnvironment env;
  env.add_file("/opt/intel/openvino_2025/runtime/lib/intel64/libopenvino_c.so.2541", kOv);
  EXPECT_EQ(detect(env, Accelerator::ov).version, "2025.4.1");
  env.add_file("/ov/runtime/lib/intel64/libopenvino_c.so.2024.4.0", kOv);
  env.add_folder("/ov/runtime/cmake").set("OpenVINO_DIR", "/ov/runtime/cmake");
  const Availability by_cmake = detect(env, Accelerator::ov);
  EXPECT_EQ(by_cmake.library, "/ov/runtime/lib/intel64/libopenvino_c.so.2024.4.0");
  EXPECT_EQ(by_cmake.version, "2024.4.0");
  env.set("OpenVINO_DIR", "").set("INTEL_OPENVINO_DIR", "/ov");
  EXPECT_EQ(detect(env, Accelerator::ov).version, "2024.4.0");
}

TEST(SearchPlaces, VendorsFoldersOfOneRuntimeAreNotSearchedForAnother) {
  FakeEnvironment env;
  env.add_folder("/opt/onnxruntime").add_folder("/opt/intel/openvino");
  EXPECT_THAT(outcome_at(detect(env, Accelerator::ov), "/opt/onnxruntime"),
              StartsWith("not looked at"));
  EXPECT_THAT(outcome_at(detect(env, Accelerator::ort), "/opt/intel/openvino"),
              StartsWith("not looked at"));
}

TEST(SearchPlaces, OneFolderMayBeTwoVendors) {
  FakeEnvironment env;
  env.set("ONNXRUNTIME_DIR", "/both").set("INTEL_OPENVINO_DIR", "/both");
  env.add_file("/both/lib/libonnxruntime.so.1.21.0", kOrt);
  env.add_file("/both/runtime/lib/intel64/libopenvino_c.so.2641", kOv);
  EXPECT_TRUE(detect(env, Accelerator::ort).available);
  EXPECT_TRUE(detect(env, Accelerator::ov).available);
}

TEST(SearchPlaces, LibraryPathAndCondaLibrariesCount) {
  FakeEnvironment env;
  env.set("LD_LIBRARY_PATH", "/nowhere:/ld").add_file("/ld/libonnxruntime.so.1.21.0", kOrt);
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.21.0");
  env.set("CONDA_PREFIX", "/conda").add_folder("/conda/conda-meta");
  env.add_file("/conda/lib/libonnxruntime.so.1.22.0", kOrt);
  env.add_link("/conda/lib/libonnxruntime.so", "libonnxruntime.so.1.22.0");
  EXPECT_EQ(detect(env, Accelerator::ort).version, "1.22.0");
}

TEST(SearchPlaces, ALibraryNamedWithoutItsReleaseIsAskedForIt) {
  FakeEnvironment env;
  env.add_file("/a/libonnxruntime.so.1", kOrt).set("PENSTOCK_RUNTIME_PATH", "/a");
  const auto answer = [](Accelerator accelerator, const std::filesystem::path& library) {
    return std::optional(std::string(to_string(accelerator)) + " " + library.string());
  };
  const Availability found = detect(env, Accelerator::ort, answer);
  EXPECT_EQ(found.version, "ort /a/libonnxruntime.so.1");
  EXPECT_EQ(found.distribution, std::nullopt);
  EXPECT_EQ(found.attempts.back().phase, "load");
}

TEST(SearchPlaces, ALibraryThatCannotTellItsVersionIsANo) {
  FakeEnvironment env;
  env.add_file("/a/libonnxruntime.so.1", kOrt).set("PENSTOCK_RUNTIME_PATH", "/a");
  EXPECT_EQ(outcome_at(detect(env, Accelerator::ort), "/a/libonnxruntime.so.1"), "found: ok");
  EXPECT_FALSE(detect(env, Accelerator::ort).available);
  const auto fails = [](Accelerator, const std::filesystem::path&) -> std::optional<std::string> {
    throw Error(ErrorCode::unavailable, "undefined symbol: x");
  };
  const Availability found = detect(env, Accelerator::ort, fails);
  EXPECT_FALSE(found.available);
  EXPECT_THAT(found.attempts,
              ::testing::Contains(::testing::Field(&Attempt::outcome, "undefined symbol: x")));
}

TEST(SearchPlaces, NothingIsAskedWhenNameOrMetadataTell) {
  FakeEnvironment env = active_venv();
  install_openvino(env, kSite);
  env.add_file("/a/libonnxruntime.so.1.21.0", kOrt).set("PENSTOCK_RUNTIME_PATH", "/a");
  int asked = 0;
  const auto count = [&](Accelerator, const auto&) {
    ++asked;
    return std::optional<std::string>();
  };
  static_cast<void>(detect_accelerators(env, count));
  EXPECT_EQ(asked, 0);
}

TEST(SearchPlaces, EveryFolderIsReadOnceForAllAccelerators) {
  FakeEnvironment env = all_python_places();
  env.set("PENSTOCK_RUNTIME_PATH", "");
  static_cast<void>(detect_accelerators(env, [](auto, const auto&) { return std::nullopt; }));
  for (const std::string site :
       {"/pythonpath", "/conda/lib/python3.11/site-packages", "/usr/lib/python3/dist-packages"}) {
    EXPECT_EQ(env.times_listed(site), 1) << site;
  }
}

TEST(SearchPlaces, AnEmptyMachineGetsAnAnswer) {
  const FakeEnvironment env;
  for (const Availability& found :
       detect_accelerators(env, [](auto, const auto&) { return std::nullopt; })) {
    EXPECT_FALSE(found.available);
    EXPECT_FALSE(found.attempts.empty());
  }
}

}  // namespace
}  // namespace penstock
