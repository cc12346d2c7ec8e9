// SPDX-License-Identifier: Apache-2.0
#include "core/json_file.hpp"

#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>

#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

ErrorCode code_of(const std::string& text, JsonLimits limits = {}) {
  try {
    (void)parse_json(text, "t.json", limits);
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("t.json"), std::string::npos) << error.what();
    return error.code();
  }
  ADD_FAILURE() << "accepted: " << text.substr(0, 40);
  return ErrorCode::internal;
}

TEST(JsonFile, GarbageIsAnIoErrorThatNamesTheFile) {
  EXPECT_EQ(code_of("not json"), ErrorCode::io);
  EXPECT_EQ(code_of(""), ErrorCode::io);
  EXPECT_EQ(code_of("{\"a\": "), ErrorCode::io);
  EXPECT_EQ(code_of("\"\xff\""), ErrorCode::io);
}

TEST(JsonFile, AMillionBracketsAreRefusedBeforeParsing) {
  EXPECT_EQ(code_of(std::string(1000000, '[')), ErrorCode::io);
  EXPECT_EQ(code_of(std::string(1000000, '[') + std::string(1000000, ']')), ErrorCode::io);
}

TEST(JsonFile, NestingUpToTheLimitIsRead) {
  EXPECT_TRUE(parse_json("[[[1]]]", "t.json", {.max_depth = 3}).is_array());
  EXPECT_EQ(code_of("[[[1]]]", {.max_depth = 2}), ErrorCode::io);
}

TEST(JsonFile, BracketsInStringsDoNotCount) {
  const FileJson json = parse_json(R"({"a": "[[[\"[[["})", "t.json", {.max_depth = 1});
  EXPECT_EQ(json["a"], "[[[\"[[[");
}

TEST(JsonFile, PythonsNonFiniteNumbersReadAsNull) {
  const FileJson json =
      parse_json(R"({"a": NaN, "b": [Infinity, -Infinity, -1], "c": "NaN -Infinity"})", "t.json");
  EXPECT_TRUE(json["a"].is_null());
  EXPECT_TRUE(json["b"][1].is_null());
  EXPECT_EQ(json["b"][2], -1);
  EXPECT_EQ(json["c"], "NaN -Infinity");
}

TEST(JsonFile, MissingFileIsNotFound) {
  const testing::TemporaryFolder folder;
  try {
    (void)read_json_file(folder.path() / "config.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
  }
}

TEST(JsonFile, FolderAndOversizedFileAreIoErrors) {
  const testing::TemporaryFolder folder;
  folder.write("large.json", "[1, 2, 3]");
  EXPECT_THROW((void)read_json_file(folder.path()), Error);
  EXPECT_THROW((void)read_json_file(folder.path() / "large.json", {.max_size = 4}), Error);
  EXPECT_EQ(read_json_file(folder.path() / "large.json").size(), 3U);
}

}  // namespace
}  // namespace penstock
