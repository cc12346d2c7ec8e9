// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

// What transformers 4.57.6 with Jinja2 3.1 renders.
const Case kMethodCases[] = {
    {"Splitting",
     "{{ ' a  b '.split() }} {{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ "
     "'a,b,c'.rsplit(',', 1) }} {{ 'a\\nb\\r\\nc'.splitlines() }} {{ 'k=v=w'.partition('=') }}",
     "{}",
     "['a', 'b'] ['a', 'b', '', 'c'] ['a', 'b,c'] ['a,b', 'c'] ['a', 'b', 'c'] ('k', '=', 'v=w')"},
    {"Stripping",
     "{{ ' x '.strip() }}|{{ 'xxaxx'.lstrip('x') }}|{{ 'xxaxx'.rstrip('x') }}|{{ "
     "'prefix-a'.removeprefix('prefix-') }}",
     "{}", "x|axx|xxa|a"},
    {"Asking",
     "{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith(('x', 'c')) }} {{ 'abc'.find('c') }} {{ "
     "'abc'.find('z') }} {{ 'abcabc'.count('bc') }} {{ '12'.isdigit() }} {{ 'Ab'.isupper() }}",
     "{}", "True True 2 -1 2 True False"},
    {"Case",
     "{{ 'straße ΑΣ'.upper() }} {{ 'ΑΣ ΑΣΑ İ'.lower() }} {{ \"it's a tEST\".title() }} {{ "
     "'ﬁne'.capitalize() }}",
     "{}", "STRASSE ΑΣ ας ασα i̇ It'S A Test Fine"},
    {"Dicts",
     "{{ d.get('a') }} {{ d.get('z') }} {{ d.get('z', 0) }} {{ d.keys()|list }} {{ d.values()|list "
     "}} {{ d.items() }}",
     "{\"d\": {\"a\": 1, \"b\": 2}}",
     "1 None 0 ['a', 'b'] [1, 2] dict_items([('a', 1), ('b', 2)])"},
    {"Replacing nothing", "{{ 'ab'.replace('', '-') }} {{ 'aaa'.replace('a', 'b', 2) }}", "{}",
     "-a-b- bba"},
};

TEST(JinjaMethods, RenderAsTheReferenceDoes) {
  for (const Case& each : kMethodCases) {
    EXPECT_EQ(rendered(each), each.expected) << each.name;
  }
}

}  // namespace
}  // namespace penstock::jinja
