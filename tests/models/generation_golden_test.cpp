// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <penstock/json.hpp>
#include <string>
#include <vector>

#include "generation/generate.hpp"
#include "generation/generation_defaults.hpp"
#include "models/decoder_folder.hpp"
#include "support/backends.hpp"

// generate() on decoders of several architectures and layouts: the sequences of greedy search and
// beam search that Optimum's models gave (tools/make_golden.py generation_models).

namespace penstock {
namespace {

namespace fs = std::filesystem;

struct Loaded {
  std::string name;
  std::unique_ptr<DecoderModel> model;
  GenerationConfig defaults;
};

class GenerationGolden : public ::testing::TestWithParam<const char*> {
 protected:
  static Loaded load(const std::string& name) {
    const fs::path folder = fs::path(PENSTOCK_TEST_DATA) / "models" / name;
    auto model = testing::decoder_in(folder, GetParam());
    GenerationConfig defaults = load_generation_config(folder, model->config());
    return {name, std::move(model), std::move(defaults)};
  }

  static std::vector<std::int64_t> flat(const Json& rows) {
    std::vector<std::int64_t> values;
    for (const Json& row : rows)
      for (const Json& value : row) values.push_back(value);
    return values;
  }

  static Tensor tensor(const std::vector<std::int64_t>& values, std::size_t rows) {
    Tensor made = Tensor::zeros(DType::int64, {static_cast<std::int64_t>(rows),
                                               static_cast<std::int64_t>(values.size() / rows)});
    std::ranges::copy(values, made.values<std::int64_t>().begin());
    return made;
  }

  static void check(const Loaded& loaded, const Json& item) {
    const std::vector<std::int64_t> ids = flat(item["input_ids"]);
    const std::vector<std::int64_t> mask = flat(item["attention_mask"]);
    GenerationInput input;
    input.rows = item["input_ids"].size();
    if (loaded.model->is_encoder_decoder()) {
      input.encoder_inputs.set("input_ids", tensor(ids, input.rows));
      input.encoder_inputs.set("attention_mask", tensor(mask, input.rows));
    } else {
      input.columns = ids.size() / input.rows;
      input.input_ids = ids;
      input.attention_mask = mask;
    }
    for (const Json& generation : item["generations"]) {
      GenerationConfig config = loaded.defaults;
      (void)config.update(generation["settings"]);
      const GenerationOutput output = generate(*loaded.model, config, input);
      EXPECT_EQ(Json(output.sequences), Json(flat(generation["sequences"])))
          << loaded.name << " " << generation["settings"] << " " << item["input_ids"];
    }
  }
};

TEST_P(GenerationGolden, SequencesAreTheReferences) {
  PENSTOCK_REQUIRE_BACKEND(GetParam());
  std::ifstream file(fs::path(PENSTOCK_TEST_DATA) / ".." / "golden" / "generation_models.json");
  const Json golden = Json::parse(file);
  Loaded loaded;
  std::size_t checked = 0;
  for (const Json& item : golden["cases"]) {
    if (item["accelerator"] != GetParam()) continue;
    if (item["model"] != loaded.name) loaded = load(item["model"]);
    check(loaded, item);
    ++checked;
  }
  EXPECT_GT(checked, 8U);
}

// It asks for the logits of several positions, greedy search for those of one.
TEST_P(GenerationGolden, PromptLookupWritesWhatGreedySearchWrites) {
  PENSTOCK_REQUIRE_BACKEND(GetParam());
  std::size_t checked = 0;
  for (const char* name : {"opt-past", "mistral-text-generation", "opt-text-generation"}) {
    const fs::path folder = fs::path(PENSTOCK_TEST_DATA) / "models" / name;
    const bool ir = fs::exists(folder / "openvino_model.xml");
    if (ir && std::string_view(GetParam()) == "ort") continue;
    const Loaded loaded = load(name);
    const std::vector<std::int64_t> ids = {2, 11, 7, 29, 13, 11, 7, 29, 13, 11, 7};
    GenerationInput input;
    input.rows = 1;
    input.columns = ids.size();
    input.input_ids = ids;
    GenerationConfig config = loaded.defaults;
    (void)config.update(
        Json{{"do_sample", false}, {"num_beams", 1}, {"max_new_tokens", 24}, {"eos_token_id", 1}});
    const GenerationOutput greedy = generate(*loaded.model, config, input);
    (void)config.update(Json{{"prompt_lookup_num_tokens", 4}, {"max_matching_ngram_size", 2}});
    const GenerationOutput looked_up = generate(*loaded.model, config, input);
    EXPECT_EQ(looked_up.sequences, greedy.sequences) << name;
    ++checked;
  }
  EXPECT_GT(checked, 0U);
}

INSTANTIATE_TEST_SUITE_P(Runtimes, GenerationGolden, ::testing::Values("ort", "ov"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace penstock
