// SPDX-License-Identifier: Apache-2.0
#include "export/native_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <penstock/error.hpp>
#include <string>

#include "support/temporary_folder.hpp"

namespace penstock::native {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const fs::path kData = PENSTOCK_TEST_DATA "/export";

FileJson config_of(const char* name) { return read_json_file(kData / name / "config.json"); }

std::string refusal_of_folder(const fs::path& folder, const FileJson& config,
                              Head head = Head::sequence_classification,
                              ErrorCode code = ErrorCode::unsupported) {
  try {
    const Checkpoint checkpoint(find_checkpoint(folder).value());
    (void)build_graph(checkpoint, config, head, kPortableForm);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  return "accepted";
}

// bert's config with one member changed.
std::string refusal_of(const char* key, const FileJson& value,
                       ErrorCode code = ErrorCode::unsupported) {
  FileJson config = config_of("bert");
  config[key] = value;
  return refusal_of_folder(kData / "bert", config, Head::sequence_classification, code);
}

TEST(NativeGraph, UnknownMembersAreRefusedByName) {
  EXPECT_THAT(refusal_of("use_new_trick", true), HasSubstr("'use_new_trick'"));
  EXPECT_THAT(refusal_of("rope_scaling", {{"type", "yarn"}}), HasSubstr("'rope_scaling'"));
  EXPECT_EQ(refusal_of("use_new_trick", false), "accepted");
  EXPECT_EQ(refusal_of("use_new_trick", nullptr), "accepted");
}

TEST(NativeGraph, UnknownValuesAreRefusedByName) {
  EXPECT_THAT(refusal_of("hidden_act", "gelu_x"), HasSubstr("hidden_act='gelu_x'"));
  EXPECT_THAT(refusal_of("position_embedding_type", "alibi"),
              HasSubstr("position_embedding_type='alibi'"));
  EXPECT_THAT(refusal_of("is_decoder", true), HasSubstr("is_decoder=true"));
  EXPECT_THAT(refusal_of("pruned_heads", {{"0", {1}}}), HasSubstr("pruned_heads"));
  EXPECT_THAT(refusal_of("quantization_config", {{"quant_method", "gptq"}}),
              HasSubstr("quantization_config"));
  EXPECT_THAT(refusal_of("model_type", "t5"), HasSubstr("model_type 't5'"));
  EXPECT_THAT(refusal_of("model_type", "t5"), HasSubstr("albert, bert"));
}

TEST(NativeGraph, NomicBertsOwnOptionsAreRefusedByName) {
  const auto refusal_of_nomic = [](const char* key, const FileJson& value) {
    FileJson config = config_of("nomic-bert-original");
    config[key] = value;
    return refusal_of_folder(kData / "nomic-bert-original", config);
  };
  EXPECT_THAT(refusal_of_nomic("prenorm", true), HasSubstr("prenorm=true"));
  EXPECT_THAT(refusal_of_nomic("rotary_scaling_factor", 2.0), HasSubstr("rotary_scaling_factor"));
  EXPECT_THAT(refusal_of_nomic("rotary_emb_fraction", 0.0), HasSubstr("rotary_emb_fraction"));
  EXPECT_THAT(refusal_of_nomic("rotary_emb_fraction", 1.5), HasSubstr("rotary_emb_fraction"));
  EXPECT_THAT(refusal_of_nomic("activation_function", "relu"), HasSubstr("'relu'"));
  EXPECT_THAT(refusal_of_nomic("num_experts", 8), HasSubstr("'num_experts'"));
  EXPECT_EQ(refusal_of_nomic("hidden_size", 16),
            "accepted");  // said twice, as the hub's folders do
}

TEST(NativeGraph, ValuesOfTheWrongTypeAreRefused) {
  EXPECT_THAT(refusal_of("hidden_size", "12", ErrorCode::io), HasSubstr("hidden_size is \"12\""));
  EXPECT_THAT(refusal_of("hidden_size", -12, ErrorCode::io), HasSubstr("hidden_size is -12"));
  EXPECT_THAT(refusal_of("num_hidden_layers", 0, ErrorCode::io), HasSubstr("num_hidden_layers"));
  EXPECT_THAT(refusal_of("vocab_size", 1e18, ErrorCode::io), HasSubstr("vocab_size"));
  EXPECT_THAT(refusal_of("num_attention_heads", 5, ErrorCode::io), HasSubstr("not a multiple"));
}

TEST(NativeGraph, TensorsMustFitTheConfig) {
  EXPECT_THAT(refusal_of("vocab_size", 41, ErrorCode::io),
              HasSubstr("'bert.embeddings.word_embeddings.weight' has the shape [40, 12], "
                        "config.json asks for [41, 12]"));
  EXPECT_THAT(refusal_of("num_hidden_layers", 2000000000, ErrorCode::io),
              HasSubstr("no tensor 'encoder.layer.2."));
}

TEST(NativeGraph, MissingHeadsAreNamed) {
  EXPECT_THAT(refusal_of_folder(kData / "vit", config_of("vit"), Head::masked_lm),
              HasSubstr("'vit'"));
  EXPECT_THAT(refusal_of_folder(kData / "bert", config_of("bert"), Head::image_classification),
              HasSubstr("image classification"));
  FileJson config = config_of("distilbert");
  config["model_type"] = "roberta";
  EXPECT_THAT(refusal_of_folder(kData / "distilbert", config, Head::base, ErrorCode::io),
              HasSubstr("embeddings.word_embeddings.weight"));
}

// Copies bert's checkpoint as two shards with an index.
class Shards : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::copy_file(kData / "bert" / "model.safetensors", folder_.path() / "a.safetensors");
    const Checkpoint whole(kData / "bert" / "model.safetensors");
    for (const auto& [name, tensor] : whole.tensors()) map_[name] = "a.safetensors";
  }
  fs::path index(const FileJson& map) {
    const fs::path path = folder_.path() / "model.safetensors.index.json";
    std::ofstream(path) << FileJson{{"weight_map", map}}.dump();
    return path;
  }
  std::string refusal_of(const FileJson& map) {
    try {
      const Checkpoint checkpoint(index(map));
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }

  penstock::testing::TemporaryFolder folder_;
  FileJson map_ = FileJson::object();
};

TEST_F(Shards, AreFoundThroughTheIndex) {
  const Checkpoint checkpoint(index(map_));
  EXPECT_EQ(checkpoint.locations(), std::vector<std::string>{"a.safetensors"});
  EXPECT_NE(checkpoint.find("bert.pooler.dense.weight"), nullptr);
  EXPECT_EQ(find_checkpoint(folder_.path()), folder_.path() / "model.safetensors.index.json");
}

TEST_F(Shards, MayNotLieElsewhere) {
  for (const char* name : {"../a.safetensors", "/a.safetensors", "sub/a.safetensors", "..", ""}) {
    map_["bert.pooler.dense.weight"] = name;
    EXPECT_THAT(refusal_of(map_), HasSubstr("the name of a file beside it")) << name;
  }
}

TEST_F(Shards, MustBeThereAndHoldWhatTheIndexSays) {
  map_["bert.pooler.dense.weight"] = "b.safetensors";
  EXPECT_THAT(refusal_of(map_), HasSubstr("names b.safetensors, which is not there"));
  map_["bert.pooler.dense.weight"] = "a.safetensors";
  map_["x"] = "a.safetensors";
  EXPECT_THAT(refusal_of(map_), HasSubstr("'x', and it does not"));
  EXPECT_THAT(refusal_of(FileJson::object()), HasSubstr("names no files"));
}

TEST(Checkpoint, LinksAreResolved) {
  const penstock::testing::TemporaryFolder folder;
  fs::create_directories(folder.path() / "blobs");
  fs::create_directories(folder.path() / "snapshots");
  fs::copy_file(kData / "bert" / "model.safetensors", folder.path() / "blobs" / "0123");
  fs::create_symlink("../blobs/0123", folder.path() / "snapshots" / "model.safetensors");
  const Checkpoint checkpoint(folder.path() / "snapshots" / "model.safetensors");
  EXPECT_EQ(checkpoint.folder(), fs::canonical(folder.path() / "blobs"));
  EXPECT_EQ(checkpoint.locations(), std::vector<std::string>{"0123"});
}

TEST(Checkpoint, APathThatCannotBeLookedAtIsNotMissing) {
  const penstock::testing::TemporaryFolder folder;
  fs::create_symlink("model.safetensors", folder.path() / "model.safetensors");
  try {
    (void)find_checkpoint(folder.path());
    ADD_FAILURE() << "a circle of links was passed over";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_THAT(error.what(), HasSubstr("model.safetensors cannot be read"));
  }
}

TEST(FamilyTable, IsSortedByName) {
  const auto table = family_table();
  EXPECT_TRUE(std::is_sorted(table.begin(), table.end(), [](const Family& a, const Family& b) {
    return a.model_type < b.model_type;
  }));
}

}  // namespace
}  // namespace penstock::native
