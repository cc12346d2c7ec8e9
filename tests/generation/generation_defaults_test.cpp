// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <penstock/error.hpp>

#include "generation/fake_decoder_model.hpp"
#include "support/temporary_folder.hpp"

// Which value wins, against transformers' Pipeline and optimum's from_pretrained
// (tools/make_generation_golden.py).

namespace penstock::testing {
namespace {

// Keys that differ from the global defaults, an only eos token as a number.
Json changed(const GenerationConfig& config) {
  static const Json kDefaults = GenerationConfig().to_json();
  Json result = Json::object();
  const Json all = config.to_json();
  for (const auto& [key, value] : all.items()) {
    if (!kDefaults.contains(key) || value == kDefaults[key]) continue;
    const bool single = key.ends_with("_token_id") && value.is_array() && value.size() == 1;
    result[key] = single ? value.front() : value;
  }
  return result;
}

// Objects are compared without the order of their keys.
nlohmann::json sorted(const Json& json) { return nlohmann::json(json); }

TEST(GenerationDefaults, SourcesWinInTheReferencesOrder) {
  for (const Json& item : golden_cases("generation_defaults")) {
    SCOPED_TRACE(item.dump());
    FileJson file = FileJson::object();
    if (!item["task"].is_null()) file["task_specific_params"]["x"] = FileJson(item["task"]);
    if (!item["prefix"].is_null()) file["prefix"] = item["prefix"].get<std::string>();
    const ModelConfig config(file);
    GenerationDefaults::Sources sources;
    sources.task = "x";
    sources.pipeline = GenerationConfig::from_json(item["pipeline"]);
    sources.model = GenerationConfig::from_json(item["model"]);
    sources.config = &config;
    sources.parameters = item["construction"];
    if (!item["tokenizer_pad"].is_null()) {
      sources.tokenizer_pad_token_id = item["tokenizer_pad"].get<std::int64_t>();
    }
    const GenerationDefaults defaults(sources);
    EXPECT_EQ(sorted(changed(defaults.config())), sorted(item["constructed"]));
    EXPECT_EQ(sorted(changed(defaults.for_call(item["call"]))), sorted(item["settled"]));
    const Json prefix = defaults.prefix() ? Json(*defaults.prefix()) : Json();
    EXPECT_EQ(prefix, item["expected_prefix"]);
  }
}

TEST(GenerationDefaults, FilesAreReadAsOptimumReadsThem) {
  for (const Json& item : golden_cases("generation_files")) {
    SCOPED_TRACE(item.dump());
    const TemporaryFolder folder;
    if (!item["generation_config"].is_null()) {
      folder.write("generation_config.json", item["generation_config"].dump());
    }
    const ModelConfig config{FileJson(item["config"])};
    const GenerationConfig made = load_generation_config(folder.path(), config);
    Json known = changed(made);
    known.erase("custom_key");
    EXPECT_EQ(sorted(known), sorted(item["expected"]));
  }
}

TEST(GenerationDefaults, AnOwnKeyOfTheFileMayBeGivenInACall) {
  GenerationDefaults::Sources sources;
  sources.model = GenerationConfig::from_json({{"lang_to_id", {{"en", 1}}}});
  const GenerationDefaults defaults(sources);
  EXPECT_NO_THROW((void)defaults.for_call({{"lang_to_id", nullptr}}));
  EXPECT_THROW((void)defaults.for_call({{"lang_to_it", 3}}), Error);
}

TEST(GenerationDefaults, UnknownParametersOfTheConstructionAreRefusedInEveryCall) {
  GenerationDefaults::Sources sources;
  sources.parameters = {{"num_beans", 4}};
  const GenerationDefaults defaults(sources);
  try {
    (void)defaults.for_call(Json::object());
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "The following `model_kwargs` are not used by the model: ['num_beans'] (note: "
                 "typos in the generate arguments will also show up in this list)");
  }
}

TEST(GenerationConfig, ValuesOfAnotherTypeAreRefusedByName) {
  const std::vector<Json> wrong = {{{"max_new_tokens", "many"}},
                                   {{"num_beams", 2.5}},
                                   {{"num_beams", nullptr}},
                                   {{"do_sample", 1}},
                                   {{"temperature", "x"}},
                                   {{"eos_token_id", {1, "x"}}},
                                   {{"stop_strings", {1}}},
                                   {{"top_k", 2.5}},
                                   {{"exponential_decay_length_penalty", 3}},
                                   {{"seed", -1}},
                                   {{"num_beams", 0}},
                                   {{"num_return_sequences", 0}},
                                   {{"watermarking_config", {{"ngram_len", 5}}}},
                                   {{"max_new_tokens", 18446744073709551615U}}};
  for (const Json& parameters : wrong) {
    const std::string key = parameters.begin().key();
    GenerationConfig config;
    try {
      (void)config.update(parameters);
      ADD_FAILURE() << parameters;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(key), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace penstock::testing
