// SPDX-License-Identifier: Apache-2.0
#include "models/sentence_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <penstock/error.hpp>

#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SentenceConfigTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    const fs::path path = folder() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  // One module after Transformer and Pooling.
  void write_modules(const std::string& type, const std::string& path) const {
    write("modules.json",
          R"([{"path": "", "type": "sentence_transformers.models.Transformer"},
              {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
              {"path": ")" +
              path + R"(", "type": "sentence_transformers.models.)" + type + R"("}])");
    write("1_Pooling/config.json", R"({"pooling_mode_cls_token": true, "include_prompt": false,
                                       "pooling_mode_mean_tokens": false})");
  }

  void write_safetensors(const std::string& name, std::string header,
                         const std::vector<float>& values) const {
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(header.size() >> (8 * i));
    bytes += header;
    for (const float value : values) {
      const auto bits = std::bit_cast<std::uint32_t>(value);
      for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>(bits >> (8 * i));
    }
    write(name, bytes);
  }

  [[nodiscard]] SentenceConfig load() const { return load_sentence_config(folder()); }
  [[nodiscard]] const fs::path& folder() const { return folder_.path(); }

  testing::TemporaryFolder folder_;
};

std::vector<float> applied(const SentenceConfig& config, std::vector<float> embedding) {
  for (const auto& layer : config.layers) layer->apply(embedding);
  return embedding;
}

TEST_F(SentenceConfigTest, WithoutFilesTokensAreAveraged) {
  const SentenceConfig config = load();
  EXPECT_THAT(config.pooling, ElementsAre(PoolingMode::mean));
  EXPECT_FALSE(config.has_modules);
  EXPECT_TRUE(config.layers.empty());
  EXPECT_EQ(config.similarity, "cosine");
  EXPECT_EQ(config.prompt("query"), "");
}

TEST_F(SentenceConfigTest, ModulesArePoolingAndLayers) {
  write_modules("Normalize", "2_Normalize");
  const SentenceConfig config = load();
  EXPECT_TRUE(config.has_modules);
  EXPECT_FALSE(config.include_prompt);
  EXPECT_THAT(config.pooling, ElementsAre(PoolingMode::cls));
  EXPECT_THAT(applied(config, {3, 4}), ElementsAre(0.6F, 0.8F));
}

TEST_F(SentenceConfigTest, SeveralModesComeInTheOrderOfTheReference) {
  write("1_Pooling/config.json",
        R"({"pooling_mode_lasttoken": true, "pooling_mode_max_tokens": true})");
  EXPECT_THAT(load().pooling,
              ElementsAre(PoolingMode::max, PoolingMode::mean, PoolingMode::last_token));
}

TEST_F(SentenceConfigTest, ModeMayBeNamed) {
  write("1_Pooling/config.json", R"({"pooling_mode": "weightedmean"})");
  EXPECT_THAT(load().pooling, ElementsAre(PoolingMode::weighted_mean));
}

TEST_F(SentenceConfigTest, NoKnownModeIsAnError) {
  write("1_Pooling/config.json", R"({"pooling_mode": "median"})");
  EXPECT_THROW((void)load(), Error);
}

TEST_F(SentenceConfigTest, DenseReadsItsWeights) {
  write_modules("Dense", "2_Dense");
  write("2_Dense/config.json",
        R"({"in_features": 2, "out_features": 1, "bias": true,
            "activation_function": "torch.nn.modules.activation.ReLU"})");
  write_safetensors("2_Dense/model.safetensors",
                    R"({"linear.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                    R"("linear.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}})",
                    {0.5F, 2, -1});
  const SentenceConfig config = load();
  EXPECT_THAT(applied(config, {3, 4}), ElementsAre(2.5F));
  EXPECT_THAT(applied(config, {0, 4}), ElementsAre(0.0F));
  EXPECT_THROW((void)applied(config, {1, 2, 3}), Error);
}

TEST_F(SentenceConfigTest, LayerNormReadsItsWeights) {
  write_modules("LayerNorm", "2_LayerNorm");
  write_safetensors("2_LayerNorm/model.safetensors",
                    R"({"norm.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                    R"("norm.weight":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                    {1, 1, 2, 2});
  const std::vector<float> result = applied(load(), {-3, 3});
  EXPECT_NEAR(result[0], -1, 1e-5);
  EXPECT_NEAR(result[1], 3, 1e-5);
}

// {"linear.weight": [[2, -1]], "linear.bias": [0.5]} as torch.save writes it.
TEST_F(SentenceConfigTest, DenseReadsPytorchModelBin) {
  write_modules("Dense", "2_Dense");
  write("2_Dense/config.json", R"({"activation_function": "torch.nn.modules.linear.Identity"})");
  fs::copy_file(PENSTOCK_TEST_DATA "/sentence/dense.bin", folder() / "2_Dense/pytorch_model.bin");
  EXPECT_THAT(applied(load(), {3, 4}), ElementsAre(2.5F));
}

TEST_F(SentenceConfigTest, MissingAndDamagedWeightsAreErrors) {
  write_modules("Dense", "2_Dense");
  write("2_Dense/config.json", "{}");
  EXPECT_THROW((void)load(), Error);
  write("2_Dense/pytorch_model.bin", "PK");
  EXPECT_THROW((void)load(), Error);
}

TEST_F(SentenceConfigTest, UnknownModulesAndActivationsAreProblems) {
  write_modules("LSTM", "2_LSTM");
  EXPECT_THAT(load().problem.value_or(""), HasSubstr("models.LSTM"));
  write_modules("Dense", "2_Dense");
  write("2_Dense/config.json", R"({"activation_function": "mine.Swish"})");
  EXPECT_THAT(load().problem.value_or(""), HasSubstr("\"mine.Swish\""));
}

TEST_F(SentenceConfigTest, PathsStayInTheFolder) {
  for (const char* path : {"../2_Dense", "/2_Dense", "a/../../b"}) {
    write_modules("Dense", path);
    EXPECT_THROW((void)load(), Error) << path;
  }
}

TEST_F(SentenceConfigTest, BadFilesAreErrors) {
  write("modules.json", R"([{"path": ""}])");
  EXPECT_THROW((void)load(), Error);
  write("modules.json", "[");
  EXPECT_THROW((void)load(), Error);
}

TEST_F(SentenceConfigTest, LengthAndCaseAreReadBesideTheTransformer) {
  write("sentence_roberta_config.json", R"({"max_seq_length": 128, "do_lower_case": true})");
  EXPECT_EQ(load().max_seq_length, 128U);
  EXPECT_TRUE(load().do_lower_case);
  write("sentence_bert_config.json", R"({"max_seq_length": null})");
  EXPECT_EQ(load().max_seq_length, std::nullopt);
}

TEST_F(SentenceConfigTest, PromptsAreFoundByName) {
  write("config_sentence_transformers.json",
        R"({"prompts": {"query": "q: ", "s2s": "Same: "}, "default_prompt_name": "s2s",
            "similarity_fn_name": "dot"})");
  const SentenceConfig config = load();
  EXPECT_EQ(config.prompt("query"), "q: ");
  EXPECT_EQ(config.prompt("document"), "");
  EXPECT_EQ(config.default_prompt_name, "s2s");
  EXPECT_EQ(config.similarity, "dot");
  try {
    (void)config.prompt("nobody");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "Prompt name 'nobody' not found in the configured prompts dictionary with keys "
                 "['query', 'document', 's2s'].");
  }
}

}  // namespace
}  // namespace penstock
