// SPDX-License-Identifier: Apache-2.0
#include "pipeline/graph_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/export.hpp>
#include <penstock/inspect.hpp>

#include "backends/plugin.hpp"
#include "support/backends.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// A folder with a checkpoint, and what a test adds to it.
class GraphSourcesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path data = PENSTOCK_TEST_DATA "/export/bert";
    for (const char* name : {"config.json", "model.safetensors"})
      fs::copy_file(data / name, folder_.path() / name);
  }

  GraphSources sources(ExportChoice choice = ExportChoice::when_needed,
                       std::map<std::string, std::string> names = {}) {
    ModelLocation location;
    location.folder = folder_.path();
    location.file_names = std::move(names);
    auto config = std::make_shared<const ModelConfig>(ModelConfig::from_file(folder_.path()));
    return {ModelFiles(location, false), std::move(config), head_of("text-classification"), choice};
  }
  GraphSource chosen(Accelerator accelerator, ExportChoice choice = ExportChoice::when_needed) {
    return sources(choice).choose(accelerator, kModelGraph);
  }

  penstock::testing::TemporaryFolder folder_;
};

TEST_F(GraphSourcesTest, ACheckpointAloneIsBuiltFrom) {
  for (const Accelerator accelerator : {Accelerator::ort, Accelerator::ov}) {
    const GraphSource source = chosen(accelerator);
    EXPECT_EQ(source.file, folder_.path() / "model.safetensors");
    EXPECT_TRUE(source.built);
    EXPECT_THAT(source.reason, HasSubstr("ONNX"));
  }
}

TEST_F(GraphSourcesTest, AReadyGraphComesFirst) {
  folder_.write("model.onnx", "graph");
  EXPECT_EQ(chosen(Accelerator::ort).file, folder_.path() / "model.onnx");
  EXPECT_FALSE(chosen(Accelerator::ort).built);
  EXPECT_FALSE(chosen(Accelerator::ov).built);
}

TEST_F(GraphSourcesTest, AnIrIsReadyForOpenVinoOnly) {
  folder_.write("openvino_model.xml", "graph");
  EXPECT_FALSE(chosen(Accelerator::ov).built);
  EXPECT_TRUE(chosen(Accelerator::ort).built);
}

TEST_F(GraphSourcesTest, ExportTrueBuildsThoughAGraphIsReady) {
  folder_.write("model.onnx", "graph");
  EXPECT_TRUE(chosen(Accelerator::ort, ExportChoice::always).built);
}

TEST_F(GraphSourcesTest, ExportFalseNeverBuilds) {
  const GraphSource source = chosen(Accelerator::ort, ExportChoice::never);
  EXPECT_FALSE(source.file.has_value());
  EXPECT_THAT(source.problem, HasSubstr("Could not find any ONNX model file"));
}

TEST_F(GraphSourcesTest, AFileThatWasNamedIsNotReplaced) {
  const GraphSource source = sources(ExportChoice::when_needed, {{"file_name", "int8.onnx"}})
                                 .choose(Accelerator::ort, kModelGraph);
  EXPECT_FALSE(source.file.has_value());
}

TEST_F(GraphSourcesTest, SeveralGraphsAreNotPassedOver) {
  folder_.write("a.onnx", "graph");
  folder_.write("b.onnx", "graph");
  EXPECT_THAT(chosen(Accelerator::ort).problem, HasSubstr("multiple ONNX files"));
}

TEST_F(GraphSourcesTest, ACheckpointThatDoesNotFitIsNoSource) {
  folder_.write("config.json", R"({"model_type": "bert", "hidden_act": "unheard_of"})");
  const GraphSource source = chosen(Accelerator::ort);
  EXPECT_FALSE(source.file.has_value());
  EXPECT_THAT(source.problem, HasSubstr("Could not find any ONNX model file"));
  EXPECT_THAT(source.problem, HasSubstr("config.json asks for"));
}

TEST_F(GraphSourcesTest, IpexRunsNoBuiltGraph) {
  EXPECT_THAT(chosen(Accelerator::ipex).problem, HasSubstr("TorchScript"));
}

TEST_F(GraphSourcesTest, WithoutACheckpointTheReadyGraphsProblemStands) {
  fs::remove(folder_.path() / "model.safetensors");
  EXPECT_THAT(chosen(Accelerator::ort).problem, ::testing::StartsWith("Could not find any ONNX"));
}

TEST_F(GraphSourcesTest, BuiltGraphsOpenOnBothRuntimes) {
  for (const char* name : {"ort", "ov"}) {
    PENSTOCK_REQUIRE_BACKEND(name);
    const Accelerator accelerator = parse_accelerator(name);
    const auto session = sources().open(
        load_backend(accelerator, availability(accelerator).library), accelerator, kModelGraph, {});
    EXPECT_EQ(session->outputs().front().name, "logits");
  }
}

TEST_F(GraphSourcesTest, InspectSaysThatTheGraphIsBuilt) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  folder_.write("config.json", [&] {
    FileJson config = read_json_file(folder_.path() / "config.json");
    config["architectures"] = {"BertForSequenceClassification"};
    return config.dump();
  }());
  const ModelInfo info = inspect_model(folder_.path());
  const AcceleratorFit& fit = info.accelerators.at(static_cast<std::size_t>(Accelerator::ort));
  EXPECT_TRUE(fit.can_run) << fit.reason;
  EXPECT_THAT(fit.reason, HasSubstr("graph built from config.json"));
}

TEST_F(GraphSourcesTest, AnExportIsAModelOfItsOwn) {
  const fs::path output = folder_.path() / "exported";
  for (const char* dtype : {"float32", "float16", "bfloat16"}) {
    const ExportReport report = export_model(
        {.model = folder_.path(), .output = output, .task = "fill-mask", .dtype = dtype});
    EXPECT_EQ(report.graph, output / "model.onnx");
    EXPECT_FALSE(report.weights_in_place);
    EXPECT_TRUE(fs::exists(output / "config.json"));
    PENSTOCK_REQUIRE_BACKEND("ort");
    SessionOptions options;
    options.model_path = report.graph;
    const Session session(load_backend(Accelerator::ort, availability(Accelerator::ort).library),
                          options);
    EXPECT_EQ(session.outputs().front().shape.back(), 40);
  }
}

TEST_F(GraphSourcesTest, AnExportInPlacePointsIntoTheWeights) {
  const ExportReport report = export_model(
      {.model = folder_.path(), .output = folder_.path(), .task = "token-classification"});
  EXPECT_TRUE(report.weights_in_place);
  EXPECT_LT(fs::file_size(report.graph), 20000U);
  EXPECT_FALSE(chosen(Accelerator::ort).built);
}

TEST_F(GraphSourcesTest, ExportsThatCannotBeAreRefused) {
  const auto refusal = [](const ExportOptions& options) -> std::string {
    try {
      (void)export_model(options);
    } catch (const Error& error) {
      return error.what();
    }
    return "written";
  };
  const fs::path model = folder_.path();
  const fs::path output = model / "out";
  EXPECT_THAT(refusal({.model = output, .output = output}), HasSubstr("There is no folder"));
  fs::create_directory(model / "empty");
  EXPECT_THAT(refusal({.model = model / "empty", .output = output}), HasSubstr("no checkpoint"));
  EXPECT_THAT(refusal({.model = model, .output = output, .task = "summarization"}),
              HasSubstr("summarization"));
  EXPECT_THAT(refusal({.model = model, .output = output, .task = "fill-mask", .dtype = "int8"}),
              HasSubstr("`dtype` must be"));
  EXPECT_THAT(refusal({.model = model, .output = model, .task = "fill-mask", .dtype = "float16"}),
              HasSubstr("another one"));
  EXPECT_FALSE(fs::exists(output));
  fs::create_directory(model / "links");
  for (const char* name : {"config.json", "model.safetensors"})
    fs::create_symlink(model / name, model / "links" / name);
  EXPECT_THAT(refusal({.model = model / "links", .output = model / "links", .task = "fill-mask"}),
              HasSubstr("links"));
}

}  // namespace
}  // namespace penstock
