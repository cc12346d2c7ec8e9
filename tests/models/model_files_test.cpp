// SPDX-License-Identifier: Apache-2.0
#include "models/model_files.hpp"

#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

using Names = std::map<std::string, std::string>;

class ModelFilesTest : public ::testing::Test {
 protected:
  void have(std::initializer_list<const char*> names) {
    for (const char* name : names) folder_.write(name, "x");
  }

  GraphChoice choose(Accelerator accelerator, Names names = {}, const char* subfolder = "",
                     const GraphRole& role = kModelGraph, bool from_onnx = false) {
    const ModelFiles files({folder_.path(), subfolder, std::move(names), from_onnx}, torchscript_);
    return files.choose(accelerator, role);
  }

  // The file chosen, relative to the folder; the problem where there is none.
  std::string chosen(Accelerator accelerator, Names names = {}, const char* subfolder = "",
                     const GraphRole& role = kModelGraph, bool from_onnx = false) {
    const GraphChoice choice = choose(accelerator, std::move(names), subfolder, role, from_onnx);
    if (!choice.file) return choice.problem;
    return choice.file->lexically_normal().lexically_relative(folder_.path()).generic_string();
  }

  testing::TemporaryFolder folder_;
  bool torchscript_ = false;
};

TEST_F(ModelFilesTest, StandardNameWinsOverOtherOnnxFiles) {
  have({"a_quantized.onnx", "model.onnx", "model_q4.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort), "model.onnx");
}

TEST_F(ModelFilesTest, OnnxIsSearchedInSubfolders) {
  have({"onnx/model.onnx", "onnx/model_fp16.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort), "onnx/model.onnx");
}

TEST_F(ModelFilesTest, ShallowestStandardNameWins) {
  have({"a/b/model.onnx", "z/model.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort), "z/model.onnx");
}

TEST_F(ModelFilesTest, SingleOtherNameIsTaken) {
  have({"classifier.onnx", "readme.md"});
  EXPECT_EQ(chosen(Accelerator::ort), "classifier.onnx");
}

TEST_F(ModelFilesTest, SeveralOtherNamesAreAnErrorThatListsThem) {
  have({"b.onnx", "a.onnx"});
  EXPECT_NE(chosen(Accelerator::ort).find("['a.onnx', 'b.onnx']"), std::string::npos);
  EXPECT_EQ(chosen(Accelerator::ort, {{"file_name", "b.onnx"}}), "b.onnx");
}

TEST_F(ModelFilesTest, FileNameMayCarryItsFolder) {
  have({"onnx/model.onnx", "other/model.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort, {{"file_name", "other/model.onnx"}}), "other/model.onnx");
}

TEST_F(ModelFilesTest, UnknownFileNameListsWhatThereIs) {
  have({"model.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort, {{"file_name", "m.onnx"}}),
            "Could not find any ONNX files with target file name m.onnx, only found: "
            "['model.onnx']. Please make sure that the `file_name` and/or `subfolder` arguments "
            "correspond to an ONNX file in the repository/directory.");
}

TEST_F(ModelFilesTest, NoOnnxFileNamesTheFolder) {
  EXPECT_EQ(chosen(Accelerator::ort),
            "Could not find any ONNX model file in " + folder_.path().string());
}

TEST_F(ModelFilesTest, SubfolderIsAFolderAndNotAPattern) {
  have({"model.onnx", "int8/model.onnx", "int8_old/model.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort, {}, "int8"), "int8/model.onnx");
  EXPECT_THROW((void)choose(Accelerator::ort, {}, "int"), Error);
}

TEST_F(ModelFilesTest, OpenVinoPrefersTheIr) {
  have({"model.onnx", "openvino_model.xml", "openvino_tokenizer.xml"});
  EXPECT_EQ(chosen(Accelerator::ov), "openvino_model.xml");
  EXPECT_EQ(chosen(Accelerator::ov, {}, "", kModelGraph, true), "model.onnx");
}

TEST_F(ModelFilesTest, OpenVinoLooksInTheFolderThatSentenceTransformersUses) {
  have({"openvino/openvino_model.xml", "onnx/model.onnx"});
  EXPECT_EQ(chosen(Accelerator::ov), "openvino/openvino_model.xml");
}

TEST_F(ModelFilesTest, OpenVinoTakesTheOnlyOtherIr) {
  have({"openvino_model_qint8.xml", "openvino_detokenizer.xml"});
  EXPECT_EQ(chosen(Accelerator::ov), "openvino_model_qint8.xml");
  have({"openvino_model_qint4.xml"});
  EXPECT_NE(chosen(Accelerator::ov).find("Found multiple OpenVINO files"), std::string::npos);
}

TEST_F(ModelFilesTest, OpenVinoReadsOnnxWithoutAnIr) {
  have({"onnx/model.onnx"});
  EXPECT_EQ(chosen(Accelerator::ov), "onnx/model.onnx");
}

TEST_F(ModelFilesTest, NothingForOpenVinoNamesBothKinds) {
  const std::string problem = chosen(Accelerator::ov);
  EXPECT_NE(problem.find("openvino_model.xml"), std::string::npos);
  EXPECT_NE(problem.find("ONNX"), std::string::npos);
}

TEST_F(ModelFilesTest, IpexTakesMarkedArchivesOnly) {
  EXPECT_NE(chosen(Accelerator::ipex).find("pytorch_model.bin"), std::string::npos);
  have({"pytorch_model.bin"});
  EXPECT_NE(chosen(Accelerator::ipex).find("\"torchscript\": true"), std::string::npos);
  torchscript_ = true;
  EXPECT_EQ(chosen(Accelerator::ipex), "pytorch_model.bin");
}

TEST_F(ModelFilesTest, IpexHasNoModelsOfSeveralGraphs) {
  have({"pytorch_model.bin"});
  torchscript_ = true;
  EXPECT_NE(chosen(Accelerator::ipex, {}, "", kDecoderGraph).find("one graph"), std::string::npos);
}

TEST_F(ModelFilesTest, RolesFindTheirOwnGraphs) {
  have({"encoder_model.onnx", "decoder_model.onnx", "decoder_with_past_model.onnx",
        "decoder_model_merged.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kEncoderGraph), "encoder_model.onnx");
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kDecoderGraph), "decoder_model.onnx");
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kDecoderWithPastGraph),
            "decoder_with_past_model.onnx");
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kMergedDecoderGraph), "decoder_model_merged.onnx");
}

TEST_F(ModelFilesTest, RolesRecogniseOtherNamesByPattern) {
  have({"my_encoder_q.onnx", "my_decoder_q.onnx", "my_decoder_q_with_past.onnx"});
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kEncoderGraph), "my_encoder_q.onnx");
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kDecoderGraph), "my_decoder_q.onnx");
  EXPECT_EQ(chosen(Accelerator::ort, {}, "", kDecoderWithPastGraph), "my_decoder_q_with_past.onnx");
}

TEST_F(ModelFilesTest, ConfigComesFromTheSubfolderThatHasOne) {
  have({"config.json", "a/model.onnx", "b/config.json"});
  const auto config_folder = [&](const char* subfolder) {
    return ModelFiles({folder_.path(), subfolder, {}, false}, false).config_folder();
  };
  EXPECT_EQ(config_folder("a"), folder_.path());
  EXPECT_EQ(config_folder("b"), folder_.path() / "b");
}

}  // namespace
}  // namespace penstock
