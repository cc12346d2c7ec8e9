// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

using ::testing::HasSubstr;

std::string failure_of(const std::string& text, const Limits& limits = {}) {
  try {
    return "rendered: " + render(text, Json::object(), limits);
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(JinjaLimits, AnErrorNamesLineAndColumn) {
  EXPECT_EQ(failure_of("a\n  {{ 1 + }}"),
            "unexpected 'end of print statement' (chat template, line 2, column 10)");
  EXPECT_THAT(failure_of("é{{ x.y }}"),
              HasSubstr("'x' is undefined (chat template, line 1, column "));
}

TEST(JinjaLimits, EndlessWorkIsStopped) {
  Limits limits;
  limits.steps = 100'000;
  EXPECT_THAT(
      failure_of("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
                 limits),
      HasSubstr("limit of a rendering on steps"));
}

TEST(JinjaLimits, EndlessTextIsStopped) {
  Limits limits;
  limits.output = 1'000'000;
  EXPECT_THAT(failure_of("{{ 'a' * 999999999999 }}", limits), HasSubstr("on output"));
  EXPECT_THAT(failure_of("{{ '%999999d' % 1 }}{{ '%999999d' % 1 }}", limits),
              HasSubstr("on output"));
}

TEST(JinjaLimits, MemoryIsBounded) {
  Limits limits;
  limits.memory = 1'000'000;
  EXPECT_THAT(failure_of("{{ ([0] * 10000000)|length }}", limits), HasSubstr("on memory"));
}

TEST(JinjaLimits, EndlessRecursionIsStopped) {
  EXPECT_THAT(failure_of("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"), HasSubstr("on depth"));
  EXPECT_THAT(failure_of("{% set ns = namespace(l=[]) %}{% for i in range(9999) %}"
                         "{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}"),
              HasSubstr("on depth"));
}

TEST(JinjaLimits, DeeplyNestedSourceIsRefused) {
  const std::string open(5000, '(');
  EXPECT_THAT(failure_of("{{ " + open + "1" + std::string(5000, ')') + " }}"),
              HasSubstr("nested too deeply"));
  std::string sum = "1";
  for (int i = 0; i < 5000; ++i) sum += " + 1";
  EXPECT_THAT(failure_of("{{ " + sum + " }}"), HasSubstr("nested too deeply"));
}

TEST(JinjaLimits, AccumulatedTextCostsLittle) {
  EXPECT_EQ(render("{% set ns = namespace(t='') %}{% for i in range(20000) %}"
                   "{% set ns.t = ns.t + 'some more text ' %}{% endfor %}{{ ns.t|length }}",
                   Json::object()),
            "300000");
}

TEST(JinjaLimits, TheClockIsTheCallers) {
  EXPECT_EQ(render("{{ strftime_now('%d %b') }}", Json::object()), "now:%d %b");
}

TEST(JinjaLimits, GenerationBlocksAreSpansOfCharacters) {
  const Template text(
      "é{% for m in [1, 2] %}<{% generation %}日{{ m }}{% endgeneration %}>{% endfor %}");
  const Rendering out = text.render({}, [](const std::string&) { return ""; });
  EXPECT_EQ(out.text, "é<日1><日2>");
  ASSERT_EQ(out.generation.size(), 2U);
  EXPECT_EQ(out.generation[1].begin, 6U);
  EXPECT_EQ(out.generation[1].end, 8U);
}

TEST(JinjaLimits, ManyThreadsRenderOneTemplate) {
  const Template text(
      "{% set ns = namespace(n=0) %}{% for i in range(100) %}{% set ns.n = ns.n + i %}"
      "{% endfor %}{{ ns.n }} {{ 'a' + 'b' }}");
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&text, &answer] {
      for (int i = 0; i < 50; ++i)
        answer = text.render({}, [](const std::string&) { return ""; }).text;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, "4950 ab");
}

}  // namespace
}  // namespace penstock::jinja
