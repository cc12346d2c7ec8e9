// SPDX-License-Identifier: Apache-2.0
#include "core/regex/group_names.hpp"

#include "core/unicode.hpp"

namespace penstock::regex {
namespace {

bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

std::u32string read_word(PatternReader& reader, char32_t close) {
  std::u32string name;
  while (!reader.accept(close)) {
    if (reader.at_end() || reader.peek() == U')') reader.fail("invalid group name");
    if (!unicode::is_word_onig_bare(reader.peek())) reader.fail("invalid character in group name");
    name.push_back(reader.next());
  }
  if (name.empty()) reader.fail("group name is empty");
  if (is_digit(name.front())) reader.fail("invalid group name");
  return name;
}

}  // namespace

std::vector<uint32_t> GroupNames::find(const std::u32string& name) const {
  const auto found = groups_.find(name);
  return found == groups_.end() ? std::vector<uint32_t>{} : found->second;
}

std::u32string read_group_name(PatternReader& reader, char32_t close) {
  return read_word(reader, close);
}

GroupReference read_group_reference(PatternReader& reader, uint32_t group_count) {
  const char32_t close = reader.next() == U'<' ? U'>' : U'\'';
  const char32_t sign = reader.peek();
  if (sign != U'-' && sign != U'+' && !is_digit(sign)) {
    GroupReference reference;
    while (unicode::is_word_onig_bare(reader.peek())) reference.name.push_back(reader.next());
    if (reader.peek() == U'+' || reader.peek() == U'-') {
      reader.fail_unsupported("a back reference with a level");
    }
    if (reference.name.empty() || !reader.accept(close)) reader.fail("invalid group name");
    return reference;
  }
  if (!is_digit(sign)) reader.next();
  char32_t number = 0;
  if (reader.read_digits(10, 9, number) == 0) reader.fail("invalid group name");
  if (reader.peek() == U'+' || reader.peek() == U'-') {
    reader.fail_unsupported("a back reference with a level");
  }
  if (!reader.accept(close)) reader.fail("invalid group name");
  int64_t group = static_cast<int64_t>(number);
  if (sign == U'-') group = int64_t{group_count} + 1 - group;
  if (sign == U'+') group = int64_t{group_count} + group;
  if (group <= 0) reader.fail("invalid backreference number");
  return {{}, static_cast<uint32_t>(group)};
}

}  // namespace penstock::regex
