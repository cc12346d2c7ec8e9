// SPDX-License-Identifier: Apache-2.0
// Decoders' IRs get an input that leaves out logits, where that is right.
#include "ov/ir_logits_start.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "ov/ir_outline.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;
using Dims = std::vector<std::string>;

std::string port(const std::string& id, const Dims& dims, const std::string& names = "") {
  std::string text = "<port id=\"" + id + "\" precision=\"FP32\"";
  if (!names.empty()) text += " names=\"" + names + "\"";
  text += ">\n";
  for (const std::string& dim : dims) text += "\t<dim>" + dim + "</dim>\n";
  return text + "</port>\n";
}

std::string layer(const std::string& id, const std::string& type, const std::string& data,
                  const std::string& inputs, const std::string& outputs) {
  return "<layer id=\"" + id + "\" name=\"n > " + id + "\" type=\"" + type +
         "\" version=\"opset1\">" + data + "<input>" + inputs + "</input><output>" + outputs +
         "</output></layer>\n";
}

std::string edge(const std::string& from, const std::string& to, const std::string& to_port = "0") {
  return "<edge from-layer=\"" + from + "\" from-port=\"9\" to-layer=\"" + to + "\" to-port=\"" +
         to_port + "\" />\n";
}

const Dims kHidden{"-1", "-1", "4"};
const Dims kLogits{"-1", "-1", "7"};

// Hidden states (layer 1) times weights (2) is 3; `behind` leads to the layer 20, the result.
struct Ir {
  std::string before = "Add";
  std::string data = R"(<data transpose_a="false" transpose_b="true" />)";
  Dims a = kHidden;
  Dims b{"7", "4"};
  std::string names = "12,logits";
  std::string behind;
  std::string edges = edge("3", "20");
  std::string last = "Result";

  [[nodiscard]] std::string text() const {
    return "<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\">\n<layers>\n" +
           layer("1", before, "", "", port("9", a)) + layer("2", "Const", "", "", port("9", b)) +
           layer("3", "MatMul", data, port("0", a) + port("1", b), port("9", kLogits, names)) +
           behind + layer("20", last, "", port("0", kLogits), "") + "</layers>\n<edges>\n" +
           edge("1", "3") + edge("2", "3", "1") + edges + "</edges>\n<rt_info />\n</net>\n";
  }
};

const ov::IrLayer* of_type(const ov::IrOutline& graph, std::string_view type) {
  for (const ov::IrLayer& each : graph.layers)
    if (each.type == type) return &each;
  return nullptr;
}

TEST(IrLogitsStart, TheProductReadsASliceOfTheHiddenStates) {
  const auto text = ov::add_logits_start(Ir().text());
  ASSERT_TRUE(text);
  const auto graph = ov::IrOutline::of(*text);
  ASSERT_TRUE(graph);
  const ov::IrLayer* slice = of_type(*graph, "StridedSlice");
  const ov::IrLayer* input = of_type(*graph, "Parameter");
  const ov::IrLayer* twice = of_type(*graph, "Concat");
  ASSERT_TRUE(slice != nullptr && input != nullptr && twice != nullptr);
  EXPECT_EQ(input->outputs[0].names, "logits_start");
  EXPECT_EQ(graph->into("3", "0")->from_layer, slice->id);
  EXPECT_EQ(graph->into("3", "1")->from_layer, "2");
  EXPECT_EQ(graph->into("20", "0")->from_layer, "3");
  EXPECT_EQ(graph->into(slice->id, "0")->from_layer, "1");
  EXPECT_EQ(graph->into(slice->id, "1")->from_layer, twice->id);
  EXPECT_EQ(graph->into(twice->id, "0")->from_layer, input->id);
  EXPECT_EQ(graph->into(twice->id, "1")->from_layer, input->id);
  EXPECT_EQ(graph->by_id.size(), 7U);
  EXPECT_EQ(input->id, "21");
  EXPECT_THAT(*text, HasSubstr("<rt_info />\n</net>\n"));
  EXPECT_FALSE(ov::add_logits_start(*text)) << "twice";
}

TEST(IrLogitsStart, OperationsOnEachNumberMayFollowTheProduct) {
  Ir ir;
  ir.names = "product";
  ir.behind =
      layer("4", "Const", "", "", port("9", {"1", "1", "7"})) +
      layer("5", "Add", "", port("0", kLogits) + port("1", {"1", "1", "7"}), port("9", kLogits)) +
      layer("6", "Const", "", "", port("9", {})) +
      layer("7", "Multiply", "", port("0", {}) + port("1", kLogits), port("9", kLogits)) +
      layer("8", "Tanh", "", port("0", kLogits), port("9", kLogits)) +
      layer("9", "Convert", "", port("0", kLogits), port("9", kLogits, "logits"));
  ir.edges = edge("3", "5") + edge("4", "5", "1") + edge("6", "7") + edge("5", "7", "1") +
             edge("7", "8") + edge("8", "9") + edge("9", "20");
  EXPECT_TRUE(ov::add_logits_start(ir.text()));
}

TEST(IrLogitsStart, OthersMayReadTheHiddenStates) {
  Ir ir;
  ir.behind = layer("4", "Result", "", port("0", kHidden), "");
  ir.edges += edge("1", "4");
  const auto text = ov::add_logits_start(ir.text());
  ASSERT_TRUE(text);
  EXPECT_EQ(ov::IrOutline::of(*text)->into("4", "0")->from_layer, "1");
}

TEST(IrLogitsStart, CommentsAndGraphsWithinLayersAreNotTheGraph) {
  Ir ir;
  ir.behind = "<!-- " + edge("9", "9") + "-->" + "<layer id=\"5\" type=\"Loop\"><body>" +
              Ir().text().substr(22) + "</body></layer>";
  const auto graph = ov::IrOutline::of(ir.text());
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->layers.size(), 5U);
  EXPECT_EQ(graph->edges.size(), 3U);
  EXPECT_TRUE(ov::add_logits_start(ir.text()));
}

// One change each that makes the graph another one.
void expect_unchanged(const std::string& what, void (*change)(Ir&)) {
  Ir ir;
  change(ir);
  EXPECT_FALSE(ov::add_logits_start(ir.text())) << what;
}

TEST(IrLogitsStart, GraphsWithoutSuchAProductStayAsTheyAre) {
  expect_unchanged("another name", [](Ir& ir) { ir.names = "scores"; });
  expect_unchanged("the input is there", [](Ir& ir) { ir.names = "logits,logits_start"; });
  expect_unchanged("no result", [](Ir& ir) { ir.last = "Relu"; });
  expect_unchanged("nothing reads it", [](Ir& ir) { ir.edges.clear(); });
  expect_unchanged("hidden states of rank 2", [](Ir& ir) { ir.a = {"-1", "4"}; });
  expect_unchanged("weights of rank 3", [](Ir& ir) { ir.b = {"-1", "7", "4"}; });
  expect_unchanged("transposed", [](Ir& ir) { ir.data = "<data transpose_a=\"true\" />"; });
  expect_unchanged("quantized", [](Ir& ir) { ir.before = "FakeQuantize"; });
  expect_unchanged("shared", [](Ir& ir) {
    ir.behind = layer("4", "Result", "", port("0", kLogits), "");
    ir.edges += edge("3", "4");
  });
  expect_unchanged("named twice", [](Ir& ir) {
    ir.behind = layer("4", "Relu", "", "", port("9", kLogits, "logits"));
    ir.edges += edge("4", "20");
  });
  expect_unchanged("reshaped", [](Ir& ir) {
    ir.names = "product";
    ir.behind = layer("4", "Reshape", "", port("0", kLogits), port("9", kLogits, "logits"));
    ir.edges = edge("3", "4") + edge("4", "20");
  });
  expect_unchanged("bias of each position", [](Ir& ir) {
    ir.names = "product";
    ir.behind = layer("4", "Add", "", port("0", kLogits) + port("1", {"5", "7"}),
                      port("9", kLogits, "logits"));
    ir.edges = edge("3", "4") + edge("4", "20") + edge("2", "4", "1");
  });
  expect_unchanged("a circle", [](Ir& ir) {
    ir.names = "product";
    ir.behind = layer("4", "Tanh", "", port("0", kLogits), port("9", kLogits, "logits")) +
                layer("5", "Tanh", "", port("0", kLogits), port("9", kLogits));
    ir.edges = edge("4", "20") + edge("4", "5") + edge("5", "4");
  });
  EXPECT_TRUE(ov::add_logits_start(Ir().text()));
}

TEST(IrLogitsStart, FixedPositionsAndStrangeNumbersStayAsTheyAre) {
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    return text;
  };
  const std::string text = Ir().text();
  EXPECT_FALSE(ov::add_logits_start(with(text, "<dim>-1</dim>", "<dim>3</dim>")));
  EXPECT_FALSE(ov::add_logits_start(with(text, "\"20\"", "\"x\"")));
  EXPECT_FALSE(ov::add_logits_start(with(text, "\"20\"", "\"99999999999999999999\"")));
  EXPECT_FALSE(ov::add_logits_start(with(text, "id=\"2\"", "id=\"1\"")));
}

TEST(IrLogitsStart, DamagedTextsDoNoHarm) {
  const std::string whole = Ir().text();
  const std::size_t shortest = whole.rfind("</net>");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto text = ov::add_logits_start(std::string_view(whole).substr(0, length));
    if (length < shortest + 6) {
      EXPECT_FALSE(text) << length;
    }
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char wrong : {'<', '>', '"', '/', ' '}) {
      std::string damaged = whole;
      damaged[at] = wrong;
      (void)ov::add_logits_start(damaged);
    }
  }
}

}  // namespace
}  // namespace penstock
