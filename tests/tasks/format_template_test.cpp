// SPDX-License-Identifier: Apache-2.0
#include "tasks/format_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

using ::testing::HasSubstr;

std::string refusal_of(const std::string& text) {
  try {
    (void)format_template(text, "x");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << text;
  return "";
}

TEST(FormatTemplate, FieldIsReplaced) {
  EXPECT_EQ(format_template("This example is {}.", "news"), "This example is news.");
  EXPECT_EQ(format_template("{}", ""), "");
  EXPECT_EQ(format_template("{}é", "ü"), "üé");
}

TEST(FormatTemplate, NumberedFieldMayStandSeveralTimes) {
  EXPECT_EQ(format_template("{0} or not {0}", "a"), "a or not a");
}

TEST(FormatTemplate, TextWithoutFieldStaysAsItIs) {
  EXPECT_EQ(format_template("plain", "x"), "plain");
  EXPECT_EQ(format_template("", "x"), "");
}

TEST(FormatTemplate, DoubledBracesAreBraces) {
  EXPECT_EQ(format_template("{{{}}}", "x"), "{x}");
  EXPECT_EQ(format_template("{{}}", "x"), "{}");
}

TEST(FormatTemplate, BracesOfTheValueAreLeftAlone) {
  EXPECT_EQ(format_template("a {} b", "{}"), "a {} b");
}

TEST(FormatTemplate, SpecificationsAreThoseOfStrings) {
  EXPECT_EQ(format_template("{0:>4}|{0:é^5}", "ü"), "   ü|ééüéé");
  EXPECT_EQ(format_template("{:.2}|", "abc"), "ab|");
  EXPECT_EQ(format_template("{!s:<5.1s}|", "abc"), "a    |");
  EXPECT_EQ(format_template("{:04}", "ab"), "ab00");
  EXPECT_EQ(format_template("{:^4}", "a"), " a  ");
}

TEST(FormatTemplate, OtherSpecificationsAreRefused) {
  for (const char* text : {"{:d}", "{:+4}", "{:=4}", "{:.}", "{:,}", "{:999999999999999999999}"}) {
    EXPECT_THAT(refusal_of(text), HasSubstr("invalid format specifier")) << text;
  }
}

TEST(FormatTemplate, SecondValueIsRefused) {
  EXPECT_THAT(refusal_of("{} {}"), HasSubstr("Replacement index 1 out of range"));
}

TEST(FormatTemplate, LoneBracesAreRefused) {
  EXPECT_THAT(refusal_of("a { b"), HasSubstr("Single '{' encountered in format string"));
  EXPECT_THAT(refusal_of("a } b"), HasSubstr("Single '}' encountered in format string"));
}

TEST(FormatTemplate, NamedAndFurtherFieldsAreRefused) {
  EXPECT_THAT(refusal_of("a {label}"), HasSubstr("label names no value"));
  EXPECT_THAT(refusal_of("a {1}"), HasSubstr("1 names no value"));
}

}  // namespace
}  // namespace penstock
