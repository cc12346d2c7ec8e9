// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <penstock/error.hpp>
#include <string>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "support/backends.hpp"

// Which of the decoders' graphs in tests/data/models get the input logits_start on real runtimes.

namespace penstock {
namespace {

namespace fs = std::filesystem;

bool has_logits_start(Accelerator accelerator, const fs::path& file, SessionOptions options) {
  options.model_path = file;
  const Session session(load_backend(accelerator, availability(accelerator).library), options);
  return std::ranges::any_of(session.inputs(),
                             [](const Port& port) { return port.name == kLogitsStart; });
}

bool is_decoder(const fs::path& file) {
  const std::string name = file.filename().string();
  const std::string folder = file.parent_path().filename().string();
  return name.find("decoder") != name.npos ||
         (name.find("encoder") == name.npos &&
          (folder.find("text-generation") != folder.npos ||
           folder.find("stateful") != folder.npos || folder.find("past") != folder.npos));
}

void check(Accelerator accelerator, const std::string& extension, std::size_t at_least) {
  SessionOptions options;
  options.logits_start = true;
  std::size_t checked = 0;
  for (const auto& entry : fs::recursive_directory_iterator(PENSTOCK_TEST_DATA "/models")) {
    const fs::path& file = entry.path();
    if (file.extension() != extension || !is_decoder(file)) continue;
    const bool merged = file.filename() == "decoder_model_merged.onnx";
    EXPECT_EQ(has_logits_start(accelerator, file, options), !merged) << file;
    ++checked;
  }
  EXPECT_GE(checked, at_least);
}

TEST(LogitsStart, OrtHasItOnEveryLayoutButMergedGraphs) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  check(Accelerator::ort, ".onnx", 9);
}

TEST(LogitsStart, OvHasItOnEveryIr) {
  PENSTOCK_REQUIRE_BACKEND("ov");
  check(Accelerator::ov, ".xml", 2);
}

TEST(LogitsStart, TheCallersOptionDecides) {
  for (const char* name : {"ort", "ov"}) {
    PENSTOCK_REQUIRE_BACKEND(name);
    const Accelerator accelerator = parse_accelerator(name);
    const fs::path file = accelerator == Accelerator::ort
                              ? PENSTOCK_TEST_DATA "/models/opt-text-generation/model.onnx"
                              : PENSTOCK_TEST_DATA "/models/mistral-stateful/openvino_model.xml";
    EXPECT_FALSE(has_logits_start(accelerator, file, {})) << name;
    SessionOptions options;
    options.options = {{"logits_start", "true"}};
    EXPECT_TRUE(has_logits_start(accelerator, file, options)) << name;
    options.logits_start = true;
    options.options = {{"logits_start", "false"}};
    EXPECT_FALSE(has_logits_start(accelerator, file, options)) << name;
    options.options = {{"logits_start", "perhaps"}};
    EXPECT_THROW((void)has_logits_start(accelerator, file, options), Error) << name;
  }
}

}  // namespace
}  // namespace penstock
