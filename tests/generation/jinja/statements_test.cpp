// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

// What transformers 4.57.6 with Jinja2 3.1 renders.
const Case kStatements[] = {
    {"Loops know where they are",
     "{% for x in 'abc' %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ "
     "loop.revindex }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}",
     "{}", "10TrueFalse33b;21FalseFalse23ac;32FalseTrue13b;"},
    {"A loop's else", "{% for x in [] %}a{% else %}b{% endfor %}", "{}", "b"},
    {"A filtered loop counts what is left",
     "{% for x in range(6) if x is even %}{{ loop.index }}:{{ x }}/{{ loop.length }} {% endfor %}",
     "{}", "1:0/3 2:2/3 3:4/3 "},
    {"A filtered loop asks as it goes",
     "{% set ns = namespace(n=0) %}{% for x in range(6) if x > ns.n %}{% set ns.n = x + 1 %}{{ x "
     "}} {% endfor %}",
     "{}", "1 3 5 "},
    {"Sets inside a loop end with it",
     "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = 5 %}{{ x }}{% endfor %}{{ x }}", "{}",
     "15151"},
    {"Sets inside an if stay", "{% if true %}{% set x = 1 %}{% endif %}{{ x }}", "{}", "1"},
    {"A namespace outlives the loop",
     "{% set ns = namespace(a=1) %}{% for i in [1, 2] %}{% set ns.a = ns.a + i %}{% endfor %}{{ "
     "ns.a }}",
     "{}", "4"},
    {"Tuples are unpacked",
     "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% set a, b = 1, 2 %}{{ a }}{{ b }}",
     "{\"d\": {\"x\": 1, \"y\": [2]}}", "x=1;y=[2];12"},
    {"break and continue",
     "{% for i in range(9) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% "
     "endif %}{{ i }}{% endfor %}",
     "{}", "023"},
    {"Loops call themselves",
     "{% for i in t recursive %}{{ loop.depth }}{% if i is iterable %}({{ loop(i) }}){% else %}{{ "
     "i }}{% endif %}{% endfor %}",
     "{\"t\": [1, [2, [3]]]}", "111(222(33))"},
    {"Macros have defaults, keywords and the rest",
     "{% macro m(a, b='d') %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }}|{{ "
     "m(1, 2, 3, z=4) }}|{{ m(b=1) }}",
     "{}", "1d(){}|12(3,){'z': 4}|1(){}"},
    {"Macros see what is set later", "{% macro m() %}{{ x }}{% endmacro %}{% set x = 3 %}{{ m() }}",
     "{}", "3"},
    {"Call blocks hand over their body",
     "{% macro m(x) %}[{{ caller(x) }}]{% endmacro %}{% call(y) m(2) %}<{{ y }}>{% endcall %}",
     "{}", "[<2>]"},
    {"Set blocks capture, with filters", "{% set x | upper %}a{{ 1 }}{% endset %}{{ x }}", "{}",
     "A1"},
    {"With has variables of its own",
     "{% set x = 1 %}{% with x = 2, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}", "{}", "211"},
    {"Filter blocks", "{% filter upper|trim %} a {{ 'b' }} {% endfilter %}", "{}", "A B"},
};

TEST(JinjaStatements, RenderAsTheReferenceDoes) {
  for (const Case& each : kStatements) {
    EXPECT_EQ(rendered(each), each.expected) << each.name;
  }
}

}  // namespace
}  // namespace penstock::jinja
