// SPDX-License-Identifier: Apache-2.0
// Decoders' ONNX graphs get an input that leaves out logits, where that is right.
#include "sdk/onnx_logits_start.hpp"

#include <gmock/gmock.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "sdk/onnx_external_data.hpp"
#include "sdk/onnx_ports.hpp"
#include "sdk/protobuf.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string field(std::uint32_t number, const std::string& bytes) {
  std::string text;
  sdk::append_bytes_field(number, bytes, text);
  return text;
}

// All numbers here are below 128.
std::string number(std::uint32_t field_number, int value) {
  return {static_cast<char>(field_number << 3U), static_cast<char>(value)};
}

std::string node(const std::string& type, std::initializer_list<std::string> inputs,
                 const std::string& output, const std::string& more = "") {
  std::string text;
  for (const std::string& input : inputs) text += field(1, input);
  return field(1, text + field(2, output) + field(4, type) + more);
}

std::string weights(const std::string& name, std::initializer_list<int> dims) {
  std::string text;
  for (const int dim : dims) text += number(1, dim);
  return field(5, text + field(8, name));
}

// -1: a dimension with a name.
std::string output(const std::string& name, std::initializer_list<int> dims) {
  std::string shape;
  for (const int dim : dims) shape += field(1, dim < 0 ? field(2, "some") : number(1, dim));
  return field(12, field(1, name) + field(2, field(1, number(1, 1) + field(2, shape))));
}

std::string model(const std::string& graph, int operator_set = 17) {
  return number(1, 8) + field(7, graph) + field(8, number(2, operator_set));
}

const std::string& hidden() {
  static const std::string text = node("Relu", {"embeddings"}, "hidden");
  return text;
}
const std::string& product() {
  static const std::string text = node("MatMul", {"hidden", "W"}, "product") + weights("W", {4, 9});
  return text;
}
const std::string& logits() {
  static const std::string text = output("logits", {-1, -1, 9});
  return text;
}
std::string plain() {
  return hidden() + node("MatMul", {"hidden", "W"}, "logits") + weights("W", {4, 9}) + logits();
}

std::optional<sdk::OnnxLogitsStart> change_of(const std::string& bytes) {
  return sdk::add_logits_start({bytes.data(), bytes.size()});
}

std::string changed(std::string bytes) {
  const auto change = change_of(bytes);
  if (!change) return {};
  bytes.replace(change->offset, change->in_place.size(), change->in_place);
  return bytes + change->appended;
}

TEST(OnnxLogitsStart, TheProductReadsASliceOfTheHiddenStates) {
  const std::string before = model(plain());
  const std::string after = changed(before);
  EXPECT_THAT(after, HasSubstr(field(1, "hidden") + field(1, "logits_start")));  // Slice
  EXPECT_THAT(after, HasSubstr(field(2, "hidde!") + field(3, "penstock/last_positions")));
  EXPECT_THAT(after, HasSubstr(field(1, "hidde!") + field(1, "W") + field(2, "logits")));
  EXPECT_THAT(after, Not(HasSubstr(field(1, "hidden") + field(1, "W"))));
  EXPECT_NO_THROW((void)sdk::find_external_files({after.data(), after.size()}, "it"));
  const sdk::OnnxPorts ports = sdk::declared_ports({after.data(), after.size()});
  EXPECT_THAT(ports.inputs, ElementsAre("logits_start"));
  EXPECT_THAT(ports.outputs, ElementsAre("logits"));
}

TEST(OnnxLogitsStart, OperationsOnEachNumberMayFollowTheProduct) {
  const std::string graph = hidden() + product() + weights("bias", {1, 9}) + weights("scale", {}) +
                            weights("wide", {9}) + node("Add", {"product", "bias"}, "a") +
                            node("Mul", {"scale", "a"}, "b") + node("Tanh", {"b"}, "c") +
                            node("Div", {"c", "cast"}, "d") + node("Cast", {"wide"}, "cast") +
                            node("Cast", {"d"}, "logits") + logits();
  EXPECT_TRUE(change_of(model(graph)));
}

TEST(OnnxLogitsStart, WeightsMayBeTransposedOrConstants) {
  EXPECT_TRUE(change_of(model(hidden() + weights("E", {9, 4}) + node("Transpose", {"E"}, "W") +
                              node("MatMul", {"hidden", "W"}, "logits") + logits())));
  const std::string value = field(5, field(1, "value") + field(5, number(1, 4) + number(1, 9)));
  EXPECT_TRUE(change_of(model(hidden() + node("Constant", {}, "W", value) +
                              node("MatMul", {"hidden", "W"}, "logits") + logits())));
}

TEST(OnnxLogitsStart, OthersMayReadTheHiddenStates) {
  const std::string graph = plain() + node("Relu", {"hidden"}, "more") + output("more", {-1, -1});
  EXPECT_THAT(changed(model(graph)), HasSubstr(field(1, "hidden") + field(2, "more")));
}

TEST(OnnxLogitsStart, NamesThatAreTakenAreLeftAlone) {
  const std::string graph = plain() + weights("hidde!", {1}) +
                            node("If", {}, "x", field(5, field(6, node("Neg", {}, "hidde\""))));
  EXPECT_THAT(changed(model(graph)), HasSubstr(field(1, "hidde#") + field(1, "W")));
}

TEST(OnnxLogitsStart, GraphsWithoutSuchAProductStayAsTheyAre) {
  const std::string w = weights("W", {4, 9});
  const std::string relu = hidden() + product() + logits();
  const std::vector<std::pair<std::string, std::string>> graphs = {
      {"no output", hidden() + node("MatMul", {"hidden", "W"}, "logits") + w},
      {"another name",
       hidden() + node("MatMul", {"hidden", "W"}, "scores") + w + output("scores", {-1, -1, 9})},
      {"rank 2",
       hidden() + node("MatMul", {"hidden", "W"}, "logits") + w + output("logits", {-1, 9})},
      {"no shape", hidden() + node("MatMul", {"hidden", "W"}, "logits") + w + output("logits", {})},
      {"fixed positions",
       hidden() + node("MatMul", {"hidden", "W"}, "logits") + w + output("logits", {-1, 7, 9})},
      {"weights of rank 3",
       hidden() + node("MatMul", {"hidden", "W"}, "logits") + weights("W", {1, 4, 9}) + logits()},
      {"no weights", hidden() + node("Relu", {"hidden"}, "W") +
                         node("MatMul", {"hidden", "W"}, "logits") + logits()},
      {"weights first",
       weights("hidden", {4, 9}) + node("MatMul", {"hidden", "W"}, "logits") + w + logits()},
      {"quantized", node("DequantizeLinear", {"q"}, "hidden") +
                        node("MatMul", {"hidden", "W"}, "logits") + w + logits()},
      {"an operator of somebody else's",
       hidden() + node("MatMul", {"hidden", "W"}, "logits", field(7, "com.example")) + w +
           logits()},
      {"bias of each position",
       relu + weights("b", {7, 9}) + node("Add", {"product", "b"}, "logits")},
      {"bias that adds a dimension",
       relu + weights("b", {1, 1, 9}) + node("Add", {"product", "b"}, "logits")},
      {"sum of two", relu + node("Add", {"product", "hidden"}, "logits")},
      {"reshaped", relu + node("Reshape", {"product", "shape"}, "logits")},
      {"if", node("If", {"cached"}, "logits", field(5, field(6, plain()))) + logits()},
      {"logits read again", plain() + node("ArgMax", {"logits"}, "best") + output("best", {-1})},
      {"logits read within a branch",
       plain() + node("If", {"x"}, "y", field(5, field(6, node("Neg", {"logits"}, "z"))))},
      {"logits twice", plain() + logits()},
      {"product read again",
       relu + node("Tanh", {"product"}, "logits") + node("Relu", {"product"}, "other")},
      {"a circle", hidden() + node("Tanh", {"a"}, "logits") + node("Tanh", {"logits"}, "a")},
      {"a circle of weights", hidden() + node("MatMul", {"hidden", "W"}, "logits") + logits() +
                                  node("Cast", {"V"}, "W") + node("Cast", {"W"}, "V")},
      {"the input is there", plain() + field(11, field(1, "logits_start"))},
  };
  for (const auto& [what, graph] : graphs) EXPECT_FALSE(change_of(model(graph))) << what;
  EXPECT_TRUE(change_of(model(plain())));
}

TEST(OnnxLogitsStart, OldOperatorsAndGraphsInTwoPiecesStayAsTheyAre) {
  EXPECT_FALSE(change_of(model(plain(), 9)));
  EXPECT_TRUE(change_of(model(plain(), 10)));
  EXPECT_FALSE(change_of(model(plain()) + field(7, "")));
}

TEST(OnnxLogitsStart, DamagedModelsDoNoHarm) {
  const std::string whole = model(plain());
  for (std::size_t length = 0; length < whole.size(); ++length)
    (void)change_of(whole.substr(0, length));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char wrong : {'\x00', '\x7F', '\xFF'}) {
      std::string damaged = whole;
      damaged[at] = wrong;
      const auto change = change_of(damaged);
      if (change) {
        EXPECT_LE(change->offset + change->in_place.size(), damaged.size());
      }
    }
  }
}

}  // namespace
}  // namespace penstock
