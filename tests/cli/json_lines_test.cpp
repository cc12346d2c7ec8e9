// SPDX-License-Identifier: Apache-2.0
#include "json_lines.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <penstock/error.hpp>

namespace penstock::cli {
namespace {

std::string written(const Json& value) {
  std::string out;
  write_json(out, value);
  return out;
}

Json read(std::string_view text) { return JsonReader().parse_copy(text); }

TEST(WriteJson, FloatsAreTheShortestDoubleOfTheFloat32Value) {
  EXPECT_EQ(written(static_cast<double>(0.8038437366485596F)), "0.8038437366485596");
  EXPECT_EQ(written(1.0), "1.0");
  EXPECT_EQ(written(0.0), "0.0");
  EXPECT_EQ(written(-0.5), "-0.5");
}

TEST(WriteJson, ExponentsAsPythonWritesThem) {
  EXPECT_EQ(written(1.0741332516772673e-05), "1.0741332516772673e-05");
  EXPECT_EQ(written(0.0001), "0.0001");
  EXPECT_EQ(written(1e16), "1e+16");
  EXPECT_EQ(written(1e15), "1000000000000000.0");
  EXPECT_EQ(written(1.5e300), "1.5e+300");
  EXPECT_EQ(written(5e-324), "5e-324");
}

TEST(WriteJson, WhatIsNoNumberIsSpelledAsPythonDoes) {
  EXPECT_EQ(written(std::nan("")), "NaN");
  EXPECT_EQ(written(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(WriteJson, IntegersKeepAllDigits) {
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(WriteJson, KeysKeepTheirOrder) {
  EXPECT_EQ(written({{"z", 1}, {"a", Json::array({nullptr, true})}, {"m", Json::object()}}),
            R"({"z":1,"a":[null,true],"m":{}})");
}

TEST(WriteJson, ControlCharactersAreEscapedAndOthersKept) {
  EXPECT_EQ(written("a\"\\\n\x01é"), "\"a\\\"\\\\\\n\\u0001é\"");
}

TEST(WriteJson, InvalidUtf8IsReplaced) {
  EXPECT_EQ(written(std::string("a\xFF") + "b\xE8\xAA"), "\"a\uFFFDb\uFFFD\uFFFD\"");
}

TEST(WriteJson, FailuresHaveTypeAndMessage) {
  std::string out;
  write_json(out, Failure{"invalid_argument", "no \"text\""});
  EXPECT_EQ(out, R"({"error":{"type":"invalid_argument","message":"no \"text\""}})");
}

TEST(ReadJson, EveryKindOfValueComesBack) {
  const std::string text = R"({"a":[1,-2,18446744073709551615,1.5,"x",true,false,null],"b":{}})";
  EXPECT_EQ(written(read(text)), text);
}

TEST(ReadJson, LastOfRepeatedKeysCounts) { EXPECT_EQ(read(R"({"a":1,"a":2})")["a"], 2); }

TEST(ReadJson, BrokenTextIsRefused) {
  for (const char* text :
       {"", "{", "nul", "[1,]", "\"\xFF\"", "\"a", "1 2", "{'a': 1}", "\"\\ud800\""}) {
    EXPECT_THROW((void)read(text), Error) << text;
  }
}

TEST(ReadJson, AMillionBracketsAreRefusedWithoutHarm) {
  EXPECT_THROW((void)read(std::string(1000000, '[')), Error);
  EXPECT_THROW((void)read(std::string(1000000, '[') + std::string(1000000, ']')), Error);
  JsonReader reader;
  EXPECT_THROW((void)reader.parse_copy(std::string(5000, '[') + std::string(5000, ']')), Error);
  EXPECT_EQ(reader.parse_copy("[1]"), Json::array({1}));
}

TEST(CurrentFailure, CarriesTheCodeOfAnError) {
  try {
    throw Error(ErrorCode::unsupported, "no");
  } catch (...) {
    const Failure failure = current_failure();
    EXPECT_EQ(failure.type, "unsupported");
    EXPECT_EQ(failure.message, "no");
  }
}

TEST(CurrentFailure, LackOfMemoryIsAFailureOfThisInput) {
  try {
    throw std::bad_alloc();
  } catch (...) {
    EXPECT_NE(current_failure().message.find("memory"), std::string::npos);
  }
}

}  // namespace
}  // namespace penstock::cli
