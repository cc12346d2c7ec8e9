// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/json.hpp>
#include <sstream>

#include "backends/fake_library.hpp"
#include "cli/process.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kNothingInstalled =
    "You need to install either `optimum-onnx[onnxruntime]` to use ONNX Runtime as an accelerator, "
    "or `optimum-intel[openvino]` to use OpenVINO as an accelerator, or `optimum-intel[ipex]` to "
    "use IPEX as an accelerator.";

Json env_json(Call call) {
  call.arguments = {"env", "--json"};
  const Outcome outcome = run_penstock(call);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 1);
  return Json::parse(outcome.out);
}

Json of(const Json& report, std::string_view accelerator) {
  for (const Json& entry : report["accelerators"]) {
    if (entry["accelerator"] == accelerator) return entry;
  }
  ADD_FAILURE() << accelerator << " is not listed";
  return {};
}

// A prefix with ONNX Runtime under some distribution's name. Its library is whole enough to be
// found, and cannot be loaded.
class FakePrefix {
 public:
  explicit FakePrefix(const std::string& distribution, const std::string& version = "1.23.0") {
    std::string entry = distribution;
    std::ranges::replace(entry, '-', '_');
    folder_.write(kSite + "onnxruntime/__init__.py", "");
    folder_.write(library(version), library_exporting("OrtGetApiBase"));
    folder_.write(kSite + entry + "-" + version + ".dist-info/METADATA",
                  "Metadata-Version: 2.1\nName: " + distribution + "\nVersion: " + version + "\n");
  }

  [[nodiscard]] std::string path() const { return folder_.path().string(); }
  static std::string library(const std::string& version) {
    return kSite + "onnxruntime/capi/libonnxruntime.so." + version;
  }

 private:
  inline static const std::string kSite = "lib/python3.11/site-packages/";
  TemporaryFolder folder_;
};

class EnvWithoutRuntimes : public ::testing::Test {
 protected:
  void SetUp() override {
    report_ = env_json({.bare_environment = true});
    if (!report_["selected"].is_null()) GTEST_SKIP() << "this system has a runtime of its own";
  }
  Json report_;
};

TEST_F(EnvWithoutRuntimes, JsonHasTheDocumentedShape) {
  for (const char* name : {"ov", "ort", "ipex"}) {
    const Json entry = of(report_, name);
    EXPECT_EQ(entry["available"], false) << name;
    EXPECT_EQ(entry["version"], "N/A") << name;
    EXPECT_TRUE(entry["distribution"].is_null()) << name;
    EXPECT_TRUE(entry["library"].is_null()) << name;
    EXPECT_EQ(entry["devices"], Json::array()) << name;
    ASSERT_FALSE(entry["attempts"].empty()) << name;
    for (const Json& attempt : entry["attempts"]) {
      EXPECT_EQ(attempt.size(), 3U);
      EXPECT_NE(attempt["outcome"], "ok");
    }
  }
  EXPECT_EQ(report_["accelerators"].size(), 3U);
  EXPECT_TRUE(report_["selected"].is_null());
  EXPECT_EQ(report_["reason"], kNothingInstalled);
}

TEST_F(EnvWithoutRuntimes, TableSaysNoAndWhere) {
  const Outcome outcome = run_penstock({.arguments = {"env"}, .bare_environment = true});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Chosen when none is named: none"));
  EXPECT_THAT(outcome.out, HasSubstr("ort is not available. Looked at:"));
}

TEST_F(EnvWithoutRuntimes, RunGivesOptimumsImportError) {
  const Outcome outcome = run_penstock(
      {.arguments = {"run", "text-classification", "-m", PENSTOCK_MODELS "/sentiment", "some text"},
       .bare_environment = true});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith(kNothingInstalled));
}

class EnvDistributions : public ::testing::TestWithParam<const char*> {};

TEST_P(EnvDistributions, IsFoundInAnActiveEnvironment) {
  const FakePrefix prefix(GetParam());
  const Json report =
      env_json({.variables = {{"VIRTUAL_ENV", prefix.path()}}, .bare_environment = true});
  const Json ort = of(report, "ort");
  EXPECT_EQ(ort["available"], true);
  EXPECT_EQ(ort["version"], "1.23.0");
  EXPECT_EQ(ort["distribution"], GetParam());
  EXPECT_EQ(ort["library"], prefix.path() + "/" + FakePrefix::library("1.23.0"));
}

TEST_P(EnvDistributions, IsFoundThroughTheRuntimePath) {
  const FakePrefix prefix(GetParam());
  const Json report =
      env_json({.variables = {{"PENSTOCK_RUNTIME_PATH", prefix.path()}}, .bare_environment = true});
  EXPECT_EQ(of(report, "ort")["distribution"], GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, EnvDistributions,
                         ::testing::Values("onnxruntime-gpu", "onnxruntime-rocm",
                                           "onnxruntime-training", "onnxruntime-training-rocm",
                                           "onnxruntime-training-cpu", "onnxruntime-openvino",
                                           "onnxruntime-vitisai", "onnxruntime-armnn",
                                           "onnxruntime-cann", "onnxruntime-dnnl",
                                           "onnxruntime-acl", "onnxruntime-tvm", "onnxruntime-qnn",
                                           "onnxruntime-migraphx", "ort-migraphx-nightly",
                                           "ort-rocm-nightly", "onnxruntime"));

TEST(Env, UnlistedDistributionIsNoRuntime) {
  const FakePrefix prefix("onnxruntime-directml");
  const Json report =
      env_json({.variables = {{"VIRTUAL_ENV", prefix.path()}}, .bare_environment = true});
  EXPECT_NE(of(report, "ort")["distribution"], "onnxruntime-directml");
}

TEST(Env, RuntimeThatDoesNotLoadSaysSoAmongItsAttempts) {
  const FakePrefix prefix("onnxruntime");
  const Json report =
      env_json({.variables = {{"VIRTUAL_ENV", prefix.path()}}, .bare_environment = true});
  const Json ort = of(report, "ort");
  EXPECT_EQ(ort["devices"], Json::array());
  EXPECT_EQ(ort["attempts"].back()["phase"], "load");
  EXPECT_EQ(ort["attempts"].back()["place"], ort["library"]);
}

TEST(Env, ChoiceOfTheVariableIsHonoured) {
  const FakePrefix prefix("onnxruntime");
  const Json report =
      env_json({.variables = {{"VIRTUAL_ENV", prefix.path()}, {"PENSTOCK_ACCELERATOR", "ort"}},
                .bare_environment = true});
  EXPECT_EQ(report["selected"], "ort");
  EXPECT_THAT(report["reason"].get<std::string>(), HasSubstr("PENSTOCK_ACCELERATOR"));
}

TEST(Env, VariableThatNamesNothingIsTheReasonForNoChoice) {
  const Json report =
      env_json({.variables = {{"PENSTOCK_ACCELERATOR", "tpu"}}, .bare_environment = true});
  EXPECT_TRUE(report["selected"].is_null());
  EXPECT_THAT(report["reason"].get<std::string>(), HasSubstr("tpu"));
}

TEST(Env, PathsInTheHomeFolderAreShortened) {
  const FakePrefix prefix("onnxruntime");
  const Outcome outcome =
      run_penstock({.arguments = {"env"},
                    .variables = {{"VIRTUAL_ENV", prefix.path()}, {"HOME", prefix.path()}},
                    .bare_environment = true});
  EXPECT_THAT(outcome.out, HasSubstr("~/lib/python3.11/site-packages/"));
  EXPECT_THAT(outcome.out, Not(HasSubstr(prefix.path())));
}

TEST(Env, NoLineIsWiderThan80ColumnsWithoutATerminal) {
  const Outcome outcome = run_penstock({.arguments = {"env"}, .bare_environment = true});
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
}

TEST(Env, TerminalGetsColourUnlessToldNot) {
  const Call call{.arguments = {"env"}, .variables = {{"TERM", "xterm"}}, .bare_environment = true};
  EXPECT_THAT(run_on_terminal(call).out, HasSubstr("\x1b[1maccelerator\x1b[0m"));
  Call plain = call;
  plain.variables.emplace_back("NO_COLOR", "1");
  EXPECT_THAT(run_on_terminal(plain).out, Not(HasSubstr("\x1b")));
  Call dumb = call;
  dumb.variables = {{"TERM", "dumb"}};
  EXPECT_THAT(run_on_terminal(dumb).out, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace penstock::testing
