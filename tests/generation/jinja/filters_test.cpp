// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generation/jinja/jinja_cases.hpp"

namespace penstock::jinja {
namespace {

// What transformers 4.57.6 with Jinja2 3.1 renders.
const Case kFilterCases[] = {
    {"tojson as json.dumps",
     "{{ d|tojson }}|{{ d|tojson(indent=2) }}|{{ d|tojson(separators=(',', ':'), sort_keys=true, "
     "ensure_ascii=true) }}",
     "{\"d\": {\"b\": [1, 2.5, null, true], \"a\": \"<é\\n\\\"😀>\", \"e\": {}, \"f\": []}}",
     "{\"b\": [1, 2.5, null, true], \"a\": \"<é\\n\\\"😀>\", \"e\": {}, \"f\": []}|{\n  \"b\": [\n "
     "   1,\n    2.5,\n    null,\n    true\n  ],\n  \"a\": \"<é\\n\\\"😀>\",\n  \"e\": {},\n  "
     "\"f\": "
     "[]\n}|{\"a\":\"<\\u00e9\\n\\\"\\ud83d\\ude00>\",\"b\":[1,2.5,null,true],\"e\":{},\"f\":[]}"},
    {"Selecting",
     "{{ m|selectattr('r', 'equalto', 'u')|map(attribute='c')|list }} {{ m|rejectattr('x', "
     "'defined')|list|length }} {{ [1, none, 2]|select('number')|list }} {{ [0, 1]|reject|list }}",
     "{\"m\": [{\"r\": \"u\", \"c\": 1}, {\"r\": \"a\", \"c\": 2, \"x\": 0}, {\"r\": \"u\", \"c\": "
     "3}]}",
     "[1, 3] 2 [1, 2] [0]"},
    {"Generators are true even when empty", "{{ 'yes' if ([]|map('upper')) else 'no' }}", "{}",
     "yes"},
    {"Sorting",
     "{{ d|dictsort }} {{ ['b', 'A', 'c']|sort }} {{ [3, 1, 2]|sort(reverse=true) }} {{ "
     "m|sort(attribute='c')|map(attribute='c')|join }} {{ m|groupby('r')|list }}",
     "{\"d\": {\"b\": 1, \"A\": 2}, \"m\": [{\"r\": \"u\", \"c\": 2}, {\"r\": \"a\", \"c\": 1}]}",
     "[('A', 2), ('b', 1)] ['A', 'b', 'c'] [3, 2, 1] 12 [('a', [{'r': 'a', 'c': 1}]), ('u', [{'r': "
     "'u', 'c': 2}])]"},
    {"Texts",
     "{{ ' a b '|trim }}|{{ 'hello wORLD-x (y'|title }}|{{ 'éa'|capitalize }}|{{ "
     "'a,b'|replace(',', ';') }}|{{ 'ab'|center(5) }}|{{ 'x\\ny\\n\\nz'|indent(2) }}|{{ "
     "'x\\ny'|indent('>', true) }}",
     "{}", "a b|Hello World-X (Y|Éa|a;b|  ab |x\n  y\n\n  z|>x\n>y"},
    {"Numbers",
     "{{ '12abc'|int }} {{ '12'|int }} {{ '3.7'|int }} {{ 'ff'|int(base=16) }} {{ '1.5'|float }} "
     "{{ 2.5|round }} {{ 2.675|round(2) }} {{ 2.1|round(0, 'ceil') }} {{ -3|abs }} {{ "
     "1234567|filesizeformat }}",
     "{}", "0 12 3 255 1.5 2.0 2.67 3.0 3 1.2 MB"},
    {"Sequences",
     "{{ [1, 2, 3]|first }} {{ [1, 2, 3]|last }} {{ [1, 2, 3]|sum }} {{ [3, 1]|min }} {{ 'ab'|list "
     "}} {{ [1, 1, 2]|unique|list }} {{ range(5)|batch(2)|list }} {{ range(5)|slice(2)|list }} {{ "
     "'abc'|reverse }}",
     "{}", "1 3 6 1 ['a', 'b'] [1, 2] [[0, 1], [2, 3], [4]] [[0, 1, 2], [3, 4]] cba"},
    {"Defaults",
     "{{ x|default('a') }} {{ ''|default('b') }} {{ ''|default('c', true) }} {{ none|d('e') }}",
     "{}", "a  c None"},
    {"Escaping",
     "{{ '<a href=\"x\">'|e }} {{ '<b>x</b> &amp; y'|striptags }} {{ 'a b/c?'|urlencode }} {{ "
     "{'a': 1}|xmlattr }}",
     "{}", "&lt;a href=&#34;x&#34;&gt; x & y a%20b/c%3F  a=\"1\""},
    {"Layout",
     "{{ 'Hello lovely world'|truncate(10) }}|{{ 'Hello lovely world'|wordwrap(8) }}|{{ 'a b "
     "c'|wordcount }}",
     "{}", "Hello...|Hello\nlovely\nworld|3"},
};

TEST(JinjaFilters, RenderAsTheReferenceDoes) {
  for (const Case& each : kFilterCases) {
    EXPECT_EQ(rendered(each), each.expected) << each.name;
  }
}

}  // namespace
}  // namespace penstock::jinja
