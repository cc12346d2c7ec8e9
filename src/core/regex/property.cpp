// SPDX-License-Identifier: Apache-2.0
#include "core/regex/property.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/ascii.hpp"
#include "core/regex/property_data.hpp"

namespace penstock::regex {
namespace {

// The form in which the generated table holds names.
std::string lookup_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == ' ' || c == '-' || c == '_') continue;
    plain.push_back(ascii::to_lower(c));
  }
  return plain;
}

uint32_t read_number(const uint8_t*& at) {
  uint32_t number = 0;
  for (uint32_t shift = 0;; shift += 7) {
    const uint32_t byte = *at++;
    number |= (byte & 0x7FU) << shift;
    if (byte < 0x80) return number;
  }
}

CodeSet read_ranges(uint32_t offset) {
  const uint8_t* at = kPropertyRanges + offset;
  std::vector<CodeRange> ranges(read_number(at));
  char32_t next = 0;
  for (CodeRange& range : ranges) {
    range.low = next + read_number(at);
    range.high = range.low + read_number(at);
    next = range.high + 1;
  }
  return CodeSet(std::move(ranges));
}

}  // namespace

std::optional<CodeSet> find_property(std::string_view name) {
  const std::string wanted = lookup_name(name);
  const PropertyName* const end = kPropertyNames + kPropertyNameCount;
  const PropertyName* const found = std::lower_bound(
      kPropertyNames, end, wanted,
      [](const PropertyName& row, const std::string& key) { return row.name < key; });
  if (found == end || found->name != wanted) return std::nullopt;
  return read_ranges(found->offset);
}

CodeSet property(std::string_view name) {
  std::optional<CodeSet> set = find_property(name);
  if (!set) throw Error(ErrorCode::internal, "the property table lacks " + std::string(name));
  return *std::move(set);
}

bool is_word_property(std::string_view name) { return lookup_name(name) == "word"; }

CodeSet bare_word_set() {
  CodeSet word = property("word");
  // Oniguruma asks its Latin-1 table here, which counts these numbers in.
  word.unite(CodeSet{{0xB2, 0xB3}, {0xB9, 0xB9}, {0xBC, 0xBE}});
  return word;
}

}  // namespace penstock::regex
