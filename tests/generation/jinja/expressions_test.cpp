// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

// What transformers 4.57.6 with Jinja2 3.1 renders.
const Case kExpressions[] = {
    {"Numbers as Python prints them",
     "{{ 1 }} {{ 1.0 }} {{ 1e16 }} {{ 1e-5 }} {{ 0.1 + 0.2 }} {{ 0x1f }} {{ 1_000 }}", "{}",
     "1 1.0 1e+16 1e-05 0.30000000000000004 31 1000"},
    {"Integer and true division",
     "{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 / 2 }} {{ -7 % 3 }} {{ 7.5 // 2 }} {{ 2 ** 10 }} {{ 2 ** -1 "
     "}}",
     "{}", "3 -4 3.5 2 3.0 1024 0.5"},
    {"Powers bind from the left", "{{ 2 ** 3 ** 2 }}", "{}", "64"},
    {"Comparisons chain", "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1.0 == true }}", "{}",
     "True False True"},
    {"Conditions without an else are undefined",
     "[{{ 'a' if false }}]{{ ('a' if false) is defined }}", "{}", "[]False"},
    {"Texts are counted and cut by characters",
     "{{ s|length }} {{ s[1] }} {{ s[-1] }} {{ s[::-1] }} {{ s[1:3] }} {{ s[9:] }}",
     "{\"s\": \"aé日😀z\"}", "5 é z z😀日éa é日 "},
    {"Lists are cut with steps", "{{ l[::2] }} {{ l[::-1] }} {{ l[-2:] }} {{ l[5:0:-2] }}",
     "{\"l\": [0, 1, 2, 3, 4, 5]}", "[0, 2, 4] [5, 4, 3, 2, 1, 0] [4, 5] [5, 3, 1]"},
    {"Values print as Python's repr inside others",
     "{{ [1, 'a\\'b', \"q\", none, true, 1.5, {'k': (1,)}] }}", "{}",
     "[1, \"a'b\", 'q', None, True, 1.5, {'k': (1,)}]"},
    {"Attributes come before items, and items before attributes",
     "{{ d.items is callable }} {{ d['items'] }} {{ d.a }} {{ d['get'] is callable }}",
     "{\"d\": {\"items\": 1, \"a\": 2}}", "True 1 2 True"},
    {"Undefined prints as nothing and is false",
     "[{{ x }}{{ x|length }}{{ 'f' if x else 'n' }}{% for i in x %}{% endfor %}]", "{}", "[0n]"},
    {"The tilde joins anything", "{{ 1 ~ none ~ 'a' ~ [1] ~ undefined_name }}", "{}", "1Nonea[1]"},
    {"in looks into texts, lists and keys",
     "{{ 'a' in 'cat' }} {{ 1 in [1.0] }} {{ 'k' not in {'k': 1} }}", "{}", "True True False"},
    {"Percent formats", "{{ '%s|%5d|%-5s|%05.2f|%x|%r|%%' % ('a', 42, 'b', 3.14159, 255, 'q') }}",
     "{}", "a|   42|b    |03.14|ff|'q'|%"},
    {"Braces format",
     "{{ '{}-{1}'.format(1) if false else '{0:>5}|{a!r}|{b[0]:.2f}|{c:,}'.format('x', a='q', "
     "b=[2], c=1234567) }}",
     "{}", "    x|'q'|2.00|1,234,567"},
    {"Escapes of literals", "{{ 'a\\tb\\x41\\u00e9\\q' }}", "{}", "a\tbAé\\q"},
    {"Safe texts escape what is added", "{{ ('<b>'|safe) + '<i>' }}{{ ('<b>'|safe) ~ '<i>' }}",
     "{}", "<b>&lt;i&gt;<b><i>"},
};

TEST(JinjaExpressions, RenderAsTheReferenceDoes) {
  for (const Case& each : kExpressions) {
    EXPECT_EQ(rendered(each), each.expected) << each.name;
  }
}

}  // namespace
}  // namespace penstock::jinja
