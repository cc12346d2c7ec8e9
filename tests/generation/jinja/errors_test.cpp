// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

// What transformers 4.57.6 with Jinja2 3.1 says.
const Case kErrors[] = {
    {"An undefined variable's attribute", "{{ x.y }}", "{}", "'x' is undefined"},
    {"A missing item's attribute", "{{ d.a.b }}", "{\"d\": {}}",
     "'dict object' has no attribute 'a'"},
    {"An undefined value in arithmetic", "{{ x + 1 }}", "{}", "'x' is undefined"},
    {"A call of nothing", "{{ f() }}", "{}", "'f' is undefined"},
    {"What the template raises", "{{ raise_exception('Only user and assistant roles!') }}", "{}",
     "Only user and assistant roles!"},
    {"Changing a list", "{{ l.append(1) }}", "{\"l\": []}",
     "access to attribute 'append' of 'list' object is unsafe."},
    {"Texts and numbers do not add", "{{ 'a' + 1 }}", "{}",
     "can only concatenate str (not \"int\") to str"},
    {"A range without end", "{{ range(1000000) }}", "{}",
     "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)."},
    {"Division by zero", "{{ 1 // 0 }}", "{}", "integer division or modulo by zero"},
    {"A tag that does not end", "{% if x %}a", "{}",
     "Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or "
     "'endif'. The innermost block that needs to be closed is 'if'."},
    {"An unknown tag", "{% foo %}", "{}", "Encountered unknown tag 'foo'."},
    {"A wrong nesting", "{% for x in y %}{% endif %}", "{}",
     "Encountered unknown tag 'endif'. Jinja was looking for the following tags: 'endfor' or "
     "'else'. The innermost block that needs to be closed is 'for'."},
    {"An unknown filter", "{{ x|nope }}", "{}", "No filter named 'nope'."},
    {"An unknown test", "{{ x is nope }}", "{}", "No test named 'nope'."},
    {"A character that means nothing", "{{ 1 ? 2 }}", "{}", "unexpected char '?' at 5"},
    {"An open bracket", "{{ (1 }}", "{}", "unexpected '}', expected ')'"},
    {"A print that does not end", "{{ x", "{}",
     "unexpected end of template, expected 'end of print statement'."},
    {"An assignment to a number", "{% set 1 = 2 %}", "{}", "can't assign to 'const'"},
    {"Attributes of what is no namespace", "{% set d.x = 1 %}", "{\"d\": {}}",
     "cannot assign attribute on non-namespace object"},
    {"Too much to unpack", "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{}",
     "too many values to unpack (expected 2)"},
    {"A private attribute", "{{ ''.__class__.mro }}", "{}",
     "access to attribute '__class__' of 'str' object is unsafe."},
};

TEST(JinjaErrors, FailAsTheReferenceDoes) {
  for (const Case& each : kErrors) {
    EXPECT_EQ(failure(each), each.expected) << each.name;
  }
}

}  // namespace
}  // namespace penstock::jinja
