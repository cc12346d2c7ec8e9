// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "core/regex.hpp"
#include "core/regex/property.hpp"

namespace penstock {
namespace {

// The code of the error that compiling `pattern` ends in.
ErrorCode refusal(const std::string& pattern) {
  try {
    (void)Regex::compile(pattern);
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << pattern << " was accepted";
  return ErrorCode::internal;
}

int member_count(std::string_view property) {
  int members = 0;
  const regex::CodeSet set = regex::property(property);
  for (const regex::CodeRange& range : set.ranges()) {
    members += static_cast<int>(range.high - range.low) + 1;
  }
  return members;
}

TEST(RegexSyntax, RefusesWhatOnigurumaRefuses) {
  for (const char* pattern : {"(",           ")",          "(?P<n>a)",     "[",
                              "[]",          "[a",         "*a",           "a|*",
                              "(?:^)*",      "(?=a)+",     R"(\p{IsHan})", R"(\p{Script=Han})",
                              R"(\p{L)",     "[b-a]",      R"([\w-z])",    R"([a-\d])",
                              R"(\1)",       R"((a)\2)",   R"(\k<x>)",     R"((?<n>a)\1)",
                              "(?<>a)",      "(?<1>a)",    "(?z:a)",       "(?s:a)",
                              R"(\u12)",     R"(\x{1)",    "a{100001}",    R"((?<=a(?=b)))",
                              R"((?<!(a)))", "(?<=a\\z)",  "[[:foo:]]",    "(?#",
                              "a\\",         R"([\u{41}])"}) {
    EXPECT_EQ(refusal(pattern), ErrorCode::invalid_argument) << pattern;
  }
}

TEST(RegexSyntax, SaysWhatItDoesNotSupport) {
  for (const char* pattern :
       {R"((a\1))", R"((?<=\R)a)", "(?~a)", "(a)(?(1)b|c)", R"((a)\g<1>)", "(?{x})", "(*FAIL)",
        "(?W:a)", "(?y{w})", R"(\x{41 42})", R"(\M-a)"}) {
    EXPECT_EQ(refusal(pattern), ErrorCode::unsupported) << pattern;
  }
}

TEST(RegexSyntax, ErrorsNameTheBytePosition) {
  try {
    (void)Regex::compile(R"(é\p{Nope})");
    FAIL();
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("{Nope}"), std::string::npos) << message;
    EXPECT_NE(message.find("at byte 10"), std::string::npos) << message;
  }
}

TEST(RegexSyntax, DeepNestingIsRefusedNotFollowed) {
  EXPECT_EQ(refusal(std::string(100'000, '(') + std::string(100'000, ')')), ErrorCode::unsupported);
  EXPECT_EQ(refusal(std::string(100'000, '[') + std::string(100'000, ']')), ErrorCode::unsupported);
  std::string repeats = "(?:a+?)";
  for (int i = 0; i < 100'000; ++i) repeats += "{1,2}";
  EXPECT_EQ(refusal(repeats), ErrorCode::unsupported);
}

TEST(RegexSyntax, NestedCountsStaySmall) {
  std::string pattern = "ab";
  for (int i = 0; i < 8; ++i) pattern.insert(0, "(?:").append("x?){9}");
  EXPECT_NO_THROW((void)Regex::compile(pattern));
}

TEST(RegexSyntax, InvalidUtf8IsRefused) {
  EXPECT_EQ(refusal("a\xFF"), ErrorCode::invalid_argument);
}

TEST(RegexSyntax, PropertyNamesIgnoreCaseAndSeparators) {
  for (const char* name : {"Uppercase_Letter", "uppercase letter", "UPPERCASE-LETTER", "Lu"}) {
    EXPECT_EQ(regex::find_property(name), regex::find_property("lu")) << name;
  }
  EXPECT_FALSE(regex::find_property("IsHan").has_value());
}

TEST(RegexSyntax, PropertiesHaveTheReferenceCounts) {
  EXPECT_EQ(member_count("L"), 141028);
  EXPECT_EQ(member_count("N"), 1911);
  EXPECT_EQ(member_count("P"), 855);
  EXPECT_EQ(member_count("S"), 8514);
  EXPECT_EQ(member_count("M"), 2501);
  EXPECT_EQ(member_count("Han"), 99030);
  EXPECT_EQ(member_count("Word"), 144665);
  EXPECT_EQ(member_count("Space"), 25);
}

}  // namespace
}  // namespace penstock
