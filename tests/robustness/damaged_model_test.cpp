// SPDX-License-Identifier: Apache-2.0
// A damaged file in a model folder gives one clear Error that names the file, on every backend and
// under the sanitizers, and an intact model loads right after.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <random>
#include <string>

#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

const fs::path kModel = fs::path(PENSTOCK_MODELS) / "sentiment";

std::string random_bytes(const std::string& intact) {
  std::mt19937 generator(static_cast<unsigned>(intact.size()));
  std::string bytes(4096, '\0');
  for (char& byte : bytes) byte = static_cast<char>(generator() & 0xFFU);
  return bytes;
}

struct Damage {
  const char* name;
  std::function<std::string(const std::string& intact)> apply;
};

const Damage kBinaryDamages[] = {
    {"Empty", [](const std::string&) { return std::string(); }},
    {"CutInHalf", [](const std::string& intact) { return intact.substr(0, intact.size() / 2); }},
    {"CutAfterTenBytes", [](const std::string& intact) { return intact.substr(0, 10); }},
    {"RandomBytes", random_bytes},
    {"TextInstead", [](const std::string&) { return std::string("this is not a model\n"); }},
};

const Damage kJsonDamages[] = {
    {"Empty", [](const std::string&) { return std::string(); }},
    {"CutInHalf", [](const std::string& intact) { return intact.substr(0, intact.size() / 2); }},
    {"RandomBytes", random_bytes},
    {"AList", [](const std::string&) { return std::string("[1, 2, 3]"); }},
    {"ANumber", [](const std::string&) { return std::string("42"); }},
    {"AMillionNestedLists", [](const std::string&) { return std::string(1'000'000, '['); }},
    {"AMillionNestedObjects",
     [](const std::string&) {
       std::string text;
       for (int i = 0; i < 1'000'000; ++i) text += "{\"a\":";
       return text;
     }},
};

struct Case {
  const char* file;
  const char* accelerator;
  const Damage* damage;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.file << " " << c.damage->name; }

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const Damage& damage : kJsonDamages) {
    cases.push_back({"config.json", "ort", &damage});
    cases.push_back({"tokenizer.json", "ort", &damage});
    cases.push_back({"tokenizer_config.json", "ort", &damage});
  }
  for (const Damage& damage : kBinaryDamages) {
    cases.push_back({"model.onnx", "ort", &damage});
    cases.push_back({"openvino_model.xml", "ov", &damage});
  }
  // Weights without structure: only their size can be wrong.
  cases.push_back({"openvino_model.bin", "ov", &kBinaryDamages[0]});
  cases.push_back({"openvino_model.bin", "ov", &kBinaryDamages[1]});
  return cases;
}

class DamagedModel : public ::testing::TestWithParam<Case> {};

// A folder whose files are links to the intact model's, but for one.
void assemble(const testing::TemporaryFolder& folder, const Case& c) {
  for (const auto& entry : fs::directory_iterator(kModel)) {
    if (entry.path().filename() != c.file) {
      fs::create_symlink(entry.path(), folder.path() / entry.path().filename());
    }
  }
  std::ifstream file(kModel / c.file, std::ios::binary);
  const std::string intact{std::istreambuf_iterator<char>(file), {}};
  folder.write(c.file, c.damage->apply(intact));
}

TEST_P(DamagedModel, GivesOneClearError) {
  PENSTOCK_REQUIRE_BACKEND(GetParam().accelerator);
  const testing::TemporaryFolder folder;
  assemble(folder, GetParam());
  const std::string accelerator = GetParam().accelerator;
  try {
    (void)pipeline("text-classification",
                   {.model = folder.path().string(), .accelerator = accelerator});
    FAIL() << "a damaged " << GetParam().file << " was accepted";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find(fs::path(GetParam().file).stem().string()), std::string::npos)
        << "the message does not name the file: " << message;
    EXPECT_LT(message.size(), 2000U);
  }
  const Pipeline intact =
      pipeline("text-classification", {.model = kModel.string(), .accelerator = accelerator});
  EXPECT_EQ(intact("I love this film").size(), 1U);
}

std::string case_name(const ::testing::TestParamInfo<Case>& info) {
  std::string name = std::string(info.param.file) + "_" + info.param.damage->name;
  for (char& c : name) {
    if (c == '.') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, DamagedModel, ::testing::ValuesIn(all_cases()), case_name);

}  // namespace
}  // namespace penstock
