// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>
#include <vector>

#include "support/backends.hpp"

// Every case of tests/golden (made by tools/make_golden.py) on real runtimes: what the Python
// reference answered is what Penstock answers, and what it refused is refused.

namespace penstock {
namespace {

constexpr const char* kTasks[] = {
    "feature-extraction",  "fill-mask",    "question-answering",   "sentence-similarity",
    "text-classification", "text-ranking", "token-classification", "zero-shot-classification"};

struct Golden {
  const char* task;
  const char* accelerator;
};

void PrintTo(const Golden& golden, std::ostream* out) {
  *out << golden.task << " on " << golden.accelerator;
}

// The first difference, or an empty string. Numbers agree to the accelerator's tolerance.
std::string difference(const Json& expected, const Json& got, double tolerance,
                       const std::string& at) {
  if (expected.is_number_float()) {
    if (!got.is_number()) return at + ": " + got.dump();
    const double want = expected.get<double>();
    const bool close = std::abs(want - got.get<double>()) <= tolerance * (1 + std::abs(want));
    return close ? "" : at + ": " + got.dump() + ", expected " + expected.dump();
  }
  if (!expected.is_structured() || expected.type() != got.type() || expected.size() != got.size()) {
    return expected == got ? "" : at + ": " + got.dump() + ", expected " + expected.dump();
  }
  auto other = got.begin();
  std::size_t index = 0;
  for (auto item = expected.begin(); item != expected.end(); ++item, ++other, ++index) {
    if (expected.is_object() && item.key() != other.key()) return at + ": key " + other.key();
    const std::string name = expected.is_object() ? item.key() : std::to_string(index);
    if (auto found = difference(*item, *other, tolerance, at + "." + name); !found.empty()) {
      return found;
    }
  }
  return "";
}

class GoldenTest : public ::testing::TestWithParam<Golden> {
 protected:
  const Pipeline& pipeline_for(const Json& item) {
    const std::string key =
        item["model"].get<std::string>() + item.value("construction", Json::object()).dump();
    if (const auto found = pipelines_.find(key); found != pipelines_.end()) return found->second;
    PipelineOptions options;
    options.model = PENSTOCK_TEST_DATA "/models/" + item["model"].get<std::string>();
    options.accelerator = GetParam().accelerator;
    options.parameters = item.value("construction", Json::object());
    return pipelines_.emplace(key, pipeline(GetParam().task, options)).first->second;
  }

  void check(const Json& item, double tolerance) {
    const Pipeline& pipe = pipeline_for(item);
    const std::string what = item["model"].get<std::string>() + " " + item["inputs"].dump() + " " +
                             item.value("construction", Json::object()).dump() +
                             item["call"].dump();
    try {
      const Json got = pipe(item["inputs"], item["call"]);
      if (item.contains("error")) {
        ADD_FAILURE() << what << ": " << got << " instead of " << item["error"];
      } else {
        EXPECT_EQ(difference(item["expected"], got, tolerance, "$"), "") << what;
      }
    } catch (const Error& error) {
      EXPECT_TRUE(item.contains("error")) << what << ": " << error.what();
    }
  }

  std::map<std::string, Pipeline> pipelines_;
};

TEST_P(GoldenTest, AnswersAsTheReference) {
  PENSTOCK_REQUIRE_BACKEND(GetParam().accelerator);
  const std::filesystem::path folder = std::filesystem::path(PENSTOCK_TEST_DATA) / ".." / "golden";
  std::ifstream file(folder / (std::string(GetParam().task) + ".json"));
  const Json golden = Json::parse(file);
  const double tolerance = std::string_view(GetParam().accelerator) == "ort" ? 1e-5 : 1e-4;
  std::size_t checked = 0;
  for (const Json& item : golden["cases"]) {
    // Answers that name no accelerator hold for all.
    if (item.value("accelerator", GetParam().accelerator) != GetParam().accelerator) continue;
    check(item, tolerance);
    ++checked;
  }
  EXPECT_GT(checked, 0U);
}

std::string test_name(const ::testing::TestParamInfo<Golden>& golden) {
  std::string name = std::string(golden.param.task) + "_on_" + golden.param.accelerator;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Tasks, GoldenTest, ::testing::ValuesIn([] {
                           std::vector<Golden> goldens;
                           for (const char* task : kTasks) {
                             goldens.push_back({task, "ort"});
                             goldens.push_back({task, "ov"});
                           }
                           return goldens;
                         }()),
                         test_name);

}  // namespace
}  // namespace penstock
