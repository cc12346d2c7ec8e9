// SPDX-License-Identifier: Apache-2.0
#include "pipeline/graph_selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr DecoderArguments kNoCache{false, std::nullopt, std::nullopt};
constexpr DecoderArguments kMerged{std::nullopt, true, std::nullopt};
constexpr DecoderArguments kUnmerged{std::nullopt, false, std::nullopt};

class GraphSelectionTest : public ::testing::Test {
 protected:
  void has(std::initializer_list<const char*> files) {
    for (const char* file : files) folder_.write(file, "graph");
  }

  GraphSelection select(Accelerator accelerator, ModelGraphs graphs,
                        const DecoderArguments& arguments = {},
                        std::map<std::string, std::string> names = {}) {
    ModelLocation location;
    location.folder = folder_.path();
    location.file_names = std::move(names);
    auto config = std::make_shared<const ModelConfig>(parse_json("{}", "config.json"));
    const GraphSources sources(ModelFiles(location, false), std::move(config), std::nullopt);
    return select_graphs(sources, accelerator, graphs, arguments);
  }

  static std::vector<std::string> names(const GraphSelection& selection) {
    std::vector<std::string> files;
    for (const SelectedGraph& graph : selection.graphs)
      files.push_back(graph.source.file->filename().string());
    return files;
  }

  testing::TemporaryFolder folder_;
};

TEST_F(GraphSelectionTest, ADecoderIsModelOnnxBeforeOlderLayouts) {
  has({"model.onnx", "decoder_model_merged.onnx", "decoder_with_past_model.onnx"});
  const GraphSelection found = select(Accelerator::ort, ModelGraphs::causal_lm);
  EXPECT_THAT(names(found), ElementsAre("model.onnx"));
  EXPECT_EQ(found.warning, "");
}

TEST_F(GraphSelectionTest, AmongOlderDecodersTheMergedOneIsFirst) {
  has({"decoder_model.onnx", "decoder_model_merged.onnx", "decoder_with_past_model.onnx"});
  const GraphSelection found = select(Accelerator::ort, ModelGraphs::causal_lm);
  EXPECT_THAT(names(found), ElementsAre("decoder_model_merged.onnx"));
  EXPECT_THAT(found.warning, HasSubstr("inferred a legacy merged ONNX model in"));
}

TEST_F(GraphSelectionTest, WithoutAMergedDecoderTheCacheDecides) {
  has({"decoder_model.onnx", "decoder_with_past_model.onnx"});
  EXPECT_THAT(names(select(Accelerator::ort, ModelGraphs::causal_lm)),
              ElementsAre("decoder_with_past_model.onnx"));
  EXPECT_THAT(names(select(Accelerator::ort, ModelGraphs::causal_lm, kNoCache)),
              ElementsAre("decoder_model.onnx"));
}

TEST_F(GraphSelectionTest, ANamedDecoderIsTaken) {
  has({"model.onnx", "model_q4.onnx", "decoder_model_merged.onnx"});
  const GraphSelection found =
      select(Accelerator::ort, ModelGraphs::causal_lm, {}, {{"file_name", "model_q4.onnx"}});
  EXPECT_THAT(names(found), ElementsAre("model_q4.onnx"));
}

TEST_F(GraphSelectionTest, ANamedFileThatIsMissingIsAnErrorWhateverElseIsThere) {
  has({"decoder_model_merged.onnx"});
  const GraphSelection found =
      select(Accelerator::ort, ModelGraphs::causal_lm, {}, {{"file_name", "other.onnx"}});
  EXPECT_THAT(found.graphs, IsEmpty());
  EXPECT_THAT(found.problem,
              HasSubstr("Could not find any ONNX files with target file name other.onnx"));
}

TEST_F(GraphSelectionTest, OvRefusesAMergedDecoderByItself) {
  has({"decoder_model_merged.onnx"});
  const GraphSelection found = select(Accelerator::ov, ModelGraphs::causal_lm);
  EXPECT_THAT(found.graphs, IsEmpty());
  EXPECT_THAT(found.problem, HasSubstr("OpenVINO does not run merged decoders ("));
  EXPECT_THAT(found.problem, HasSubstr("Add model.onnx, or an IR, or use the accelerator `ort`"));
}

TEST_F(GraphSelectionTest, AnIrIsTakenByOvOnly) {
  has({"openvino_model.xml", "openvino_model.bin", "model.onnx"});
  EXPECT_THAT(names(select(Accelerator::ov, ModelGraphs::causal_lm)),
              ElementsAre("openvino_model.xml"));
  EXPECT_THAT(names(select(Accelerator::ort, ModelGraphs::causal_lm)), ElementsAre("model.onnx"));
}

TEST_F(GraphSelectionTest, AnEncoderDecoderPrefersTheMergedDecoder) {
  has({"encoder_model.onnx", "decoder_model.onnx", "decoder_model_merged.onnx",
       "decoder_with_past_model.onnx"});
  EXPECT_THAT(names(select(Accelerator::ort, ModelGraphs::seq2seq)),
              ElementsAre("encoder_model.onnx", "decoder_model_merged.onnx"));
  EXPECT_THAT(
      names(select(Accelerator::ort, ModelGraphs::seq2seq, kUnmerged)),
      ElementsAre("encoder_model.onnx", "decoder_model.onnx", "decoder_with_past_model.onnx"));
  EXPECT_THAT(names(select(Accelerator::ort, ModelGraphs::seq2seq, {false, false, std::nullopt})),
              ElementsAre("encoder_model.onnx", "decoder_model.onnx"));
}

TEST_F(GraphSelectionTest, OvReadsUnmergedOnnxDecoders) {
  has({"encoder_model.onnx", "decoder_model.onnx", "decoder_model_merged.onnx",
       "decoder_with_past_model.onnx"});
  EXPECT_THAT(
      names(select(Accelerator::ov, ModelGraphs::seq2seq)),
      ElementsAre("encoder_model.onnx", "decoder_model.onnx", "decoder_with_past_model.onnx"));
}

TEST_F(GraphSelectionTest, OvDoesNotTakeMergedDecoders) {
  has({"encoder_model.onnx", "decoder_model_merged.onnx"});
  EXPECT_THAT(select(Accelerator::ov, ModelGraphs::seq2seq).problem,
              HasSubstr("OpenVINO does not run merged decoders"));
  has({"decoder_with_past_model.onnx"});
  EXPECT_THAT(names(select(Accelerator::ov, ModelGraphs::causal_lm)),
              ElementsAre("decoder_with_past_model.onnx"));
}

TEST_F(GraphSelectionTest, AnIrWithPastGoesWithItsDecoder) {
  has({"openvino_encoder_model.xml", "openvino_decoder_model.xml",
       "openvino_decoder_with_past_model.xml", "decoder_with_past_model.onnx"});
  EXPECT_THAT(names(select(Accelerator::ov, ModelGraphs::seq2seq)),
              ElementsAre("openvino_encoder_model.xml", "openvino_decoder_model.xml",
                          "openvino_decoder_with_past_model.xml"));
  EXPECT_THAT(names(select(Accelerator::ov, ModelGraphs::seq2seq, kNoCache)),
              ElementsAre("openvino_encoder_model.xml", "openvino_decoder_model.xml"));
}

TEST_F(GraphSelectionTest, WhatIsMissingIsNamed) {
  has({"encoder_model.onnx", "decoder_model.onnx"});
  EXPECT_THAT(select(Accelerator::ort, ModelGraphs::seq2seq).problem, HasSubstr("with_past"));
  EXPECT_THAT(select(Accelerator::ort, ModelGraphs::seq2seq, kMerged).problem, HasSubstr("merged"));
  EXPECT_THAT(select(Accelerator::ipex, ModelGraphs::causal_lm).problem, HasSubstr("TorchScript"));
}

}  // namespace
}  // namespace penstock
