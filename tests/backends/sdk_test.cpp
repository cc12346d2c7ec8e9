// SPDX-License-Identifier: Apache-2.0
// What the kit for backends reads from graphs before a runtime sees them.
#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <string>

#include "ov/ir_text.hpp"
#include "sdk/failure.hpp"
#include "sdk/onnx_external_data.hpp"
#include "sdk/onnx_ports.hpp"
#include "sdk/onnx_relocation.hpp"
#include "sdk/option_value.hpp"
#include "sdk/protobuf.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string bytes_field(std::uint32_t number, const std::string& bytes) {
  std::string text;
  sdk::append_bytes_field(number, bytes, text);
  return text;
}

std::string entry(const std::string& key, const std::string& value) {
  return bytes_field(13, bytes_field(1, key) + bytes_field(2, value));
}

std::string external_tensor(const std::string& location, const std::string& rest = "") {
  return entry("location", location) + rest;
}

// IR version 8, the graph, one operator set.
std::string model_with(const std::string& graph) {
  return std::string("\x08\x08", 2) + bytes_field(7, graph) +
         bytes_field(8, std::string("\x10\x11", 2));
}

std::vector<sdk::ExternalFile> files_of(const std::string& bytes) {
  return sdk::find_external_files({bytes.data(), bytes.size()}, "the test's model");
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const sdk::Failure& failure) {
    return failure.what();
  }
  ADD_FAILURE() << "accepted";
  return "";
}

TEST(ExternalFiles, AreFoundInInitializersConstantsSubgraphsAndFunctions) {
  const std::string constant = bytes_field(5, bytes_field(5, external_tensor("constant")));
  const std::string subgraph =
      bytes_field(5, bytes_field(6, bytes_field(5, external_tensor("subgraph"))));
  const std::string sparse = bytes_field(15, bytes_field(1, external_tensor("sparse")));
  const std::string graph = bytes_field(5, external_tensor("initializer")) +
                            bytes_field(1, constant) + bytes_field(1, subgraph) + sparse;
  const std::string function =
      bytes_field(25, bytes_field(7, bytes_field(5, bytes_field(5, external_tensor("function")))));
  std::vector<std::string> found;
  for (const sdk::ExternalFile& file : files_of(model_with(graph) + function))
    found.push_back(file.location);
  EXPECT_THAT(found, ElementsAre("initializer", "constant", "subgraph", "sparse", "function"));
}

TEST(ExternalFiles, AreListedOnceWithTheFarthestByteRead) {
  const std::string graph =
      bytes_field(5, external_tensor("w", entry("offset", "100") + entry("length", "20"))) +
      bytes_field(5, external_tensor("w", entry("offset", "0") + entry("length", "50")));
  const auto files = files_of(model_with(graph));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].size, 120U);
}

TEST(ExternalFiles, OffsetsThatAreNoNumbersOrOverflowAreRefused) {
  for (const char* offset : {"-1", "", "1e3", "99999999999999999999"})
    EXPECT_THAT(
        refusal([&] {
          (void)files_of(model_with(bytes_field(5, external_tensor("w", entry("offset", offset)))));
        }),
        HasSubstr("offset or length"));
  const std::string far = entry("offset", "18446744073709551615") + entry("length", "5");
  EXPECT_THAT(
      refusal([&] { (void)files_of(model_with(bytes_field(5, external_tensor("w", far)))); }),
      HasSubstr("ends beyond any file"));
}

TEST(ExternalFiles, BytesThatAreNoModelAreRefusedWithTheirOrigin) {
  for (const std::string& bytes :
       {std::string(), std::string("text"), std::string(100, '\xFF'), std::string("\x08\x08", 2),
        bytes_field(7, ""), bytes_field(7, "\x0B")})
    EXPECT_THAT(refusal([&] { (void)files_of(bytes); }), HasSubstr("the test's model"));
}

TEST(ExternalFiles, EveryTruncationIsRefused) {
  const std::string whole =
      model_with(bytes_field(5, external_tensor("w")) + bytes_field(2, "name"));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW((void)files_of(whole.substr(0, size)), sdk::Failure) << size;
}

TEST(ExternalFiles, GraphsNestedWithoutEndAreRefused) {
  std::string graph;
  for (int i = 0; i < 5000; ++i) graph = bytes_field(1, bytes_field(5, bytes_field(6, graph)));
  EXPECT_THAT(refusal([&] { (void)files_of(model_with(graph)); }), HasSubstr("nested too deeply"));
}

TEST(ExternalFiles, ALocationOutsideTheFolderIsRefused) {
  for (const std::string& location :
       {std::string("../w"), std::string("/etc/passwd"), std::string("a/../../w"),
        std::string(".."), std::string("a\0b", 3)})
    EXPECT_THAT(refusal([&] {
                  sdk::check_external_files({{location, 0}}, "/tmp", "the model");
                }),
                HasSubstr("outside the model's folder"));
}

TEST(OnnxPorts, AreTheDeclaredNamesInOrder) {
  const std::string bytes =
      model_with(bytes_field(11, bytes_field(1, "a")) + bytes_field(11, bytes_field(1, "b")) +
                 bytes_field(12, bytes_field(1, "logits")));
  const sdk::OnnxPorts ports = sdk::declared_ports({bytes.data(), bytes.size()});
  EXPECT_THAT(ports.inputs, ElementsAre("a", "b"));
  EXPECT_THAT(ports.outputs, ElementsAre("logits"));
}

TEST(RelocateLinks, LeavesRealFilesAlone) {
  const testing::TemporaryFolder folder;
  const std::string bytes = model_with(bytes_field(5, external_tensor("w")));
  const fs::path path = folder.write("model.onnx", bytes);
  folder.write("w", "1234");
  EXPECT_FALSE(sdk::relocate_links({bytes.data(), bytes.size()}, {{"w", 4}}, path.string()));
}

TEST(RelocateLinks, NamesTheRealFilesBelowTheirCommonFolder) {
  const testing::TemporaryFolder folder;
  folder.write("store/a/one", "1");
  folder.write("store/b/two", "2");
  const std::string bytes = model_with(bytes_field(5, external_tensor("w1", entry("offset", "0"))) +
                                       bytes_field(5, external_tensor("w2")));
  const fs::path path = folder.write("view/model.onnx", bytes);
  fs::create_symlink("../store/a/one", folder.path() / "view/w1");
  fs::create_symlink("../store/b/two", folder.path() / "view/w2");
  const auto relocated =
      sdk::relocate_links({bytes.data(), bytes.size()}, {{"w1", 1}, {"w2", 1}}, path.string());
  ASSERT_TRUE(relocated);
  EXPECT_EQ(relocated->folder, fs::canonical(folder.path() / "store").string());
  const auto files = files_of(relocated->bytes);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].location, "a/one");
  EXPECT_EQ(files[1].location, "b/two");
}

TEST(OptionValue, BooleansAndNumbersAreReadOrRefusedByName) {
  EXPECT_TRUE(sdk::parse_bool("key", "True"));
  EXPECT_FALSE(sdk::parse_bool("key", "0"));
  EXPECT_THAT(refusal([] { (void)sdk::parse_bool("key", "maybe"); }), HasSubstr("key='maybe'"));
  EXPECT_EQ(sdk::parse_integer("key", "12", 0, 20), 12);
  for (const char* wrong : {"", "21", "-1", "1x", "1.0"})
    EXPECT_THAT(refusal([&] { (void)sdk::parse_integer("key", wrong, 0, 20); }),
                HasSubstr("from 0 to 20"));
}

TEST(IrText, WeightsEndWhereTheLastConstantEnds) {
  EXPECT_EQ(ov::weights_size("<net></net>"), 0U);
  EXPECT_EQ(ov::weights_size(R"(<data offset="8" size="16" /><data size="4" offset="2" />)"), 24U);
}

TEST(IrText, OnlyAWholeNetIsAnIr) {
  EXPECT_NO_THROW(ov::check_ir("<?xml version=\"1.0\"?>\n<net name=\"x\"></net>\n", "m.xml"));
  for (const char* wrong : {"", "  \n", "text", "<html></html>", "<net name=\"x\"><layers>"})
    EXPECT_THAT(refusal([&] { ov::check_ir(wrong, "m.xml"); }), HasSubstr("m.xml"));
}

TEST(IrText, TheNameShownIsTheFirstWithoutASlash) {
  constexpr std::string_view kXml =
      R"(<port names="/a/b,logits"/><port names="12,13,word"/><port names="/c,/d"/>)";
  EXPECT_EQ(ov::better_name(kXml, "/a/b"), "logits");
  EXPECT_EQ(ov::better_name(kXml, "12"), "word");
  EXPECT_EQ(ov::better_name(kXml, "/c"), "/c");
  EXPECT_EQ(ov::better_name(kXml, "input_ids"), "input_ids");
  EXPECT_EQ(ov::better_name(R"(names="/x\,y,z")", "/x,y"), "z");
}

}  // namespace
}  // namespace penstock
