// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/json.hpp>

#include "cli/process.hpp"
#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kInspected = PENSTOCK_MODELS "/sentiment";

Json inspected(const std::string& model, int code = 0) {
  const Outcome outcome = run_penstock({.arguments = {"inspect", model, "--json"}});
  EXPECT_EQ(outcome.code, code) << outcome.err;
  return Json::parse(outcome.out);
}

Json of(const Json& info, std::string_view accelerator) {
  for (const Json& fit : info["accelerators"]) {
    if (fit["accelerator"] == accelerator) return fit;
  }
  return {};
}

TEST(Inspect, TellsTaskArchitectureLabelsAndFiles) {
  const Json info = inspected(kInspected);
  EXPECT_EQ(info["tasks"], Json::array({"text-classification"}));
  EXPECT_THAT(info["architectures"][0].get<std::string>(), HasSubstr("ForSequenceClassification"));
  EXPECT_EQ(info["labels"].size(), 2U);
  EXPECT_EQ(info["problems"], Json::array());
  bool has_model = false;
  for (const Json& file : info["files"]) {
    has_model = has_model || (file["path"] == "model.onnx" && file["size"] > 1000);
  }
  EXPECT_TRUE(has_model);
}

TEST(Inspect, OpensTheGraphWhereTheRuntimeIs) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Json ort = of(inspected(kInspected), "ort");
  EXPECT_EQ(ort["can_run"], true) << ort;
  const Json graph = ort["graphs"].at(0);
  EXPECT_EQ(graph["inputs"][0]["name"], "input_ids");
  EXPECT_EQ(graph["inputs"][0]["dtype"], "int64");
  EXPECT_EQ(graph["inputs"][0]["shape"], (Json{-1, -1}));
  EXPECT_EQ(graph["outputs"][0]["name"], "logits");
}

TEST(Inspect, SaysWhyAnAcceleratorCannotRunIt) {
  const Json ipex = of(inspected(kInspected), "ipex");
  EXPECT_EQ(ipex["can_run"], false);
  EXPECT_THAT(ipex["reason"].get<std::string>(), HasSubstr("TorchScript"));
}

TEST(Inspect, DamagedFilesAreProblemsNotCrashes) {
  const TemporaryFolder folder;
  folder.write("config.json", "{broken");
  folder.write("model.onnx", "not a graph");
  const Json info = inspected(folder.path().string(), 1);
  EXPECT_EQ(info["problems"].size(), 1U);
  EXPECT_EQ(of(info, "ort")["can_run"], false);
}

TEST(Inspect, PeopleGetSections) {
  const Outcome outcome = run_penstock({.arguments = {"inspect", kInspected}});
  for (const char* part : {"architecture", "Runs on", "Files", "model.onnx"}) {
    EXPECT_THAT(outcome.out, HasSubstr(part));
  }
}

TEST(Inspect, PeopleGetFiftyFilesOfMany) {
  const TemporaryFolder folder;
  folder.write("config.json", "{}");
  for (int i = 0; i < 60; ++i) folder.write("part" + std::to_string(100 + i) + ".bin", "x");
  const Outcome outcome = run_penstock({.arguments = {"inspect", folder.path().string()}});
  EXPECT_THAT(outcome.out, HasSubstr("part140.bin"));
  EXPECT_THAT(outcome.out, ::testing::Not(HasSubstr("part159.bin")));
  EXPECT_THAT(outcome.out, HasSubstr("and 11 more"));
  EXPECT_EQ(inspected(folder.path().string(), outcome.code)["files"].size(), 61U);
}

}  // namespace
}  // namespace penstock::testing
