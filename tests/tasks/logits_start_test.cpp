// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <ostream>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>
#include <string_view>

#include "support/backends.hpp"

// Generation answers the same whether the graph computes the last logits or all, in every shape in
// which it asks for them.

namespace penstock {
namespace {

const std::string kData = PENSTOCK_TEST_DATA "/";

struct Model {
  std::string_view accelerator;
  std::string_view task;
  std::string_view folder;
  std::string_view tokenizer = {};  // of another model, where the folder has none
};

void PrintTo(const Model& model, std::ostream* out) {
  *out << model.accelerator << " " << model.folder;
}

class LogitsStartTest : public ::testing::TestWithParam<Model> {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND(std::string(GetParam().accelerator)); }

  static Pipeline load(bool last_only, Json parameters) {
    const Model& model = GetParam();
    const bool ov = model.accelerator == "ov";
    Json session = {{"logits_start", last_only ? "true" : "false"}};
    if (ov) session["INFERENCE_PRECISION_HINT"] = "f32";
    PipelineOptions options;
    options.model = kData + std::string(model.folder);
    if (!model.tokenizer.empty()) options.tokenizer = kData + std::string(model.tokenizer);
    options.accelerator = std::string(model.accelerator);
    options.model_kwargs = {{ov ? "ov_config" : "session_options", session}};
    options.parameters = std::move(parameters);
    return pipeline(std::string(model.task), options);
  }

  static void expect_same(const Json& inputs, const Json& call,
                          const Json& parameters = Json::object()) {
    Json whole = call;
    whole["do_sample"] = false;
    whole["return_tensors"] = true;
    if (GetParam().task == "translation") {
      whole["src_lang"] = "eng_Latn";
      whole["tgt_lang"] = "fra_Latn";
    }
    EXPECT_EQ(load(true, parameters)(inputs, whole), load(false, parameters)(inputs, whole))
        << whole;
  }

  // Where guesses are turned down, tokens are taken back, which a state cannot do.
  static void expect_same_with_guesses(const Json& inputs, const Json& call,
                                       const Json& parameters = Json::object()) {
    if (!GetParam().folder.ends_with("stateful")) return expect_same(inputs, call, parameters);
    for (const bool last_only : {true, false})
      EXPECT_THROW((void)load(last_only, parameters)(inputs, call), Error) << last_only;
  }
};

TEST_P(LogitsStartTest, PromptsOfOneToken) { expect_same("a", {{"max_new_tokens", 6}}); }

TEST_P(LogitsStartTest, PaddedBatches) {
  expect_same({"a", "a much longer text than the first one", "b c"},
              {{"max_new_tokens", 8}, {"batch_size", 3}});
}

TEST_P(LogitsStartTest, Beams) {
  expect_same(
      {"a b c", "one more text"},
      {{"max_new_tokens", 8}, {"num_beams", 3}, {"num_return_sequences", 2}, {"batch_size", 2}});
}

TEST_P(LogitsStartTest, PromptLookupReadsTheLogitsOfEveryGuess) {
  expect_same_with_guesses("a b c a b c a b",
                           {{"max_new_tokens", 16}, {"prompt_lookup_num_tokens", 4}});
}

TEST_P(LogitsStartTest, SoDoesAnAssistant) {
  const std::string folder = kData + std::string(GetParam().folder);
  expect_same_with_guesses("a b c", {{"max_new_tokens", 16}, {"num_beams", 1}},
                           {{"assistant_model", folder}});
}

INSTANTIATE_TEST_SUITE_P(Models, LogitsStartTest,
                         ::testing::Values(Model{"ort", "text-generation", "models/mistral-chat"},
                                           Model{"ort", "translation", "translation/nllb"},
                                           Model{"ov", "text-generation", "models/mistral-stateful",
                                                 "models/mistral-chat"}),
                         [](const auto& of) {
                           std::string name = std::string(of.param.accelerator) + "_" +
                                              std::string(of.param.folder);
                           for (char& c : name) c = c == '-' || c == '/' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace penstock
