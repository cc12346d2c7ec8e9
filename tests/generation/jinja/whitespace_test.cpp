// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

// What transformers 4.57.6 with Jinja2 3.1 renders.
const Case kWhitespace[] = {
    {"A tag takes the newline after it and the spaces before it",
     "a\n  {% if true %}\n  b\n  {% endif %}\nc", "{}", "a\n  b\nc"},
    {"A plus keeps both", "a\n  {%+ if true +%}\n  b{% endif %}", "{}", "a\n  \n  b"},
    {"A minus takes all space", "a \n {%- if true -%} \n b \n {%- endif -%} \n c", "{}", "abc"},
    {"A print keeps the space around it", "  {{ 1 }}\n  {{- 2 -}}  \n3", "{}", "  123"},
    {"The last newline goes, one only", "a\n\n", "{}", "a\n"},
    {"A comment takes its line", "a\n  {# x #}\nb{#- y -#} c", "{}", "a\nbc"},
    {"Raw text is not read", "{% raw %}{{ x }}{% endraw %}!", "{}", "{{ x }}!"},
    {"Carriage returns become newlines", "a\r\nb\rc", "{}", "a\nb\nc"},
};

TEST(JinjaWhitespace, RenderAsTheReferenceDoes) {
  for (const Case& each : kWhitespace) {
    EXPECT_EQ(rendered(each), each.expected) << each.name;
  }
}

}  // namespace
}  // namespace penstock::jinja
