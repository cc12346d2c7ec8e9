// SPDX-License-Identifier: Apache-2.0
#include "core/python_str.hpp"

#include <span>

#include "core/unicode.hpp"
#include "core/unicode_case.hpp"
#include "core/utf8.hpp"

namespace penstock::python {
namespace {

using unicode::GeneralCategory;

constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kSmallSigma = 0x3C3;
constexpr char32_t kFinalSigma = 0x3C2;

struct Range {
  char32_t first;
  char32_t last;
};

// Other_Uppercase and Other_Lowercase of Unicode's PropList.txt, as far as Python 3.11 has them.
constexpr Range kOtherUppercase[] = {
    {0x2160, 0x216F}, {0x24B6, 0x24CF}, {0x1F130, 0x1F149}, {0x1F150, 0x1F169}, {0x1F170, 0x1F189}};
constexpr Range kOtherLowercase[] = {
    {0xAA, 0xAA},       {0xBA, 0xBA},       {0x2B0, 0x2B8},     {0x2C0, 0x2C1},    {0x2E0, 0x2E4},
    {0x345, 0x345},     {0x37A, 0x37A},     {0x1D2C, 0x1D6A},   {0x1D78, 0x1D78},  {0x1D9B, 0x1DBF},
    {0x2071, 0x2071},   {0x207F, 0x207F},   {0x2090, 0x209C},   {0x2170, 0x217F},  {0x24D0, 0x24E9},
    {0x2C7C, 0x2C7D},   {0xA69C, 0xA69D},   {0xA770, 0xA770},   {0xA7F8, 0xA7F9},  {0xAB5C, 0xAB5F},
    {0x10780, 0x10780}, {0x10783, 0x10785}, {0x10787, 0x107B0}, {0x107B2, 0x107BA}};

bool is_in(std::span<const Range> ranges, char32_t c) noexcept {
  for (const Range& range : ranges) {
    if (c <= range.last) return c >= range.first;
  }
  return false;
}

// Where splitlines breaks; \r\n is one break.
bool ends_line(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

// Characters that do not end a word for the rule of the final sigma.
bool is_case_ignorable(char32_t c) {
  using enum GeneralCategory;
  using unicode::category_bit;
  constexpr std::uint32_t kIgnorable =
      category_bit(Mn) | category_bit(Me) | category_bit(Cf) | category_bit(Lm) | category_bit(Sk);
  constexpr std::u32string_view kMarks =
      U"'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";
  return unicode::in_categories(c, kIgnorable) || kMarks.find(c) != std::u32string_view::npos;
}

bool is_cased(char32_t c) { return is_upper(c) || is_lower(c) || is_title(c); }

bool is_final_sigma(std::u32string_view text, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && is_case_ignorable(text[before - 1])) --before;
  if (before == 0 || !is_cased(text[before - 1])) return false;
  std::size_t after = at + 1;
  while (after < text.size() && is_case_ignorable(text[after])) ++after;
  return after == text.size() || !is_cased(text[after]);
}

void append(std::string& out, const unicode::CaseMapping& mapping) {
  for (std::uint32_t i = 0; i < mapping.size; ++i) utf8::append(out, mapping.chars[i]);
}

std::string surround_characters(std::string_view text, std::string_view with) {
  std::string out(with);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text[at]));
    out.append(text.substr(at, size)).append(with);
    at += size;
  }
  return out;
}

}  // namespace

bool is_upper(char32_t c) noexcept {
  return unicode::general_category(c) == GeneralCategory::Lu || is_in(kOtherUppercase, c);
}

bool is_lower(char32_t c) noexcept {
  return unicode::general_category(c) == GeneralCategory::Ll || is_in(kOtherLowercase, c);
}

bool is_title(char32_t c) noexcept { return unicode::general_category(c) == GeneralCategory::Lt; }

void append_lower(std::string& out, std::u32string_view text, std::size_t at) {
  if (text[at] == kCapitalSigma) {
    utf8::append(out, is_final_sigma(text, at) ? kFinalSigma : kSmallSigma);
  } else {
    append(out, unicode::to_lower(text[at]));
  }
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (utf8::is_ascii(text)) {
    for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return out;
  }
  const std::u32string points = utf8::to_u32(text);
  for (std::size_t i = 0; i < points.size(); ++i) append_lower(out, points, i);
  return out;
}

std::string upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto c = utf8::decode_unchecked(text.data() + i);
    append(out, unicode::to_upper(c.code_point));
    i += c.size;
  }
  return out;
}

std::string_view lstrip(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto first = utf8::decode_unchecked(text.data());
    if (!is_space(first.code_point)) break;
    text.remove_prefix(first.size);
  }
  return text;
}

std::string_view rstrip(std::string_view text) noexcept {
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (utf8::is_continuation(text[at])) --at;
    if (!is_space(utf8::decode_unchecked(text.data() + at).code_point)) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, std::int64_t limit) {
  std::vector<std::string_view> words;
  text = lstrip(text);
  while (!text.empty()) {
    if (limit == 0) {
      words.push_back(rstrip(text));
      break;
    }
    std::size_t end = 0;
    while (end < text.size()) {
      const auto c = utf8::decode_unchecked(text.data() + end);
      if (is_space(c.code_point)) break;
      end += c.size;
    }
    words.push_back(text.substr(0, end));
    if (limit > 0) --limit;
    text = lstrip(text.substr(end));
  }
  return words;
}

std::vector<std::string_view> split_lines(std::string_view text, bool keep_ends) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = utf8::decode_unchecked(text.data() + i);
    std::size_t next = i + c.size;
    if (ends_line(c.code_point)) {
      if (c.code_point == '\r' && next < text.size() && text[next] == '\n') ++next;
      lines.push_back(text.substr(begin, (keep_ends ? next : i) - begin));
      begin = next;
    }
    i = next;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text[i]));
    all.emplace_back(text.substr(i, size));
    i += size;
  }
  return all;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) return surround_characters(text, to);
  std::string out;
  std::size_t at = 0;
  for (std::size_t found = text.find(from); found != std::string_view::npos;
       found = text.find(from, at)) {
    out.append(text.substr(at, found - at)).append(to);
    at = found + from.size();
  }
  return out.append(text.substr(at));
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += between;
    out += parts[i];
  }
  return out;
}

}  // namespace penstock::python
