// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/characters.hpp"

#include <algorithm>

#include "core/unicode.hpp"
#include "core/unicode_case.hpp"
#include "core/utf8.hpp"

namespace penstock::jinja {
namespace {

using unicode::GeneralCategory;

void append_mapping(std::string& out, const unicode::CaseMapping& mapping) {
  for (std::uint32_t i = 0; i < mapping.size; ++i) utf8::append(out, mapping.chars[i]);
}

bool cased(char32_t c) noexcept { return is_upper(c) || is_lower(c) || is_title(c); }

// Marks, modifiers and the punctuation that Unicode's Case_Ignorable counts in.
bool case_ignorable(char32_t c) noexcept {
  using enum GeneralCategory;
  constexpr std::uint32_t kIgnorable = unicode::category_bit(Mn) | unicode::category_bit(Me) |
                                       unicode::category_bit(Cf) | unicode::category_bit(Lm) |
                                       unicode::category_bit(Sk);
  if (unicode::in_categories(c, kIgnorable)) return true;
  return c == '\'' || c == '.' || c == ':' || c == 0xB7 || c == 0x2018 || c == 0x2019 ||
         c == 0x2024 || c == 0x2027;
}

// Whether a capital sigma at `at` of `chars` ends its word.
bool final_sigma(const std::u32string& chars, std::size_t at) noexcept {
  std::size_t before = at;
  while (before > 0 && case_ignorable(chars[before - 1])) --before;
  if (before == 0 || !cased(chars[before - 1])) return false;
  std::size_t after = at + 1;
  while (after < chars.size() && case_ignorable(chars[after])) ++after;
  return after == chars.size() || !cased(chars[after]);
}

void append_lower(std::string& out, const std::u32string& chars, std::size_t at) {
  if (chars[at] == 0x3A3) {
    utf8::append(out, final_sigma(chars, at) ? 0x3C2 : 0x3C3);
  } else {
    append_mapping(out, unicode::to_lower(chars[at]));
  }
}

}  // namespace

bool is_word(char32_t c) noexcept {
  return c == '_' || unicode::is_letter(c) || unicode::is_number(c);
}

bool is_upper(char32_t c) noexcept {
  return unicode::general_category(c) == GeneralCategory::Lu || (c >= 0x2160 && c <= 0x216F) ||
         (c >= 0x24B6 && c <= 0x24CF);
}

bool is_lower(char32_t c) noexcept {
  return unicode::general_category(c) == GeneralCategory::Ll || c == 0xAA || c == 0xBA ||
         (c >= 0x2170 && c <= 0x217F) || (c >= 0x24D0 && c <= 0x24E9);
}

bool is_title(char32_t c) noexcept { return unicode::general_category(c) == GeneralCategory::Lt; }

void append_upper(std::string& out, char32_t c) { append_mapping(out, unicode::to_upper(c)); }

void append_title(std::string& out, char32_t c) {
  if ((c >= 0x1C4 && c <= 0x1CC) || (c >= 0x1F1 && c <= 0x1F3)) {
    const char32_t title = c <= 0x1C6 ? 0x1C5 : c <= 0x1C9 ? 0x1C8 : c <= 0x1CC ? 0x1CB : 0x1F2;
    utf8::append(out, title);
    return;
  }
  if (c >= 0x10D0 && c <= 0x10FF) {  // Georgian has no title case
    utf8::append(out, c);
    return;
  }
  const unicode::CaseMapping upper = unicode::to_upper(c);
  if (upper.size == 1 || c == 0x149) {
    append_mapping(out, upper);
    return;
  }
  utf8::append(out, upper.chars[0]);
  for (std::uint32_t i = 1; i < upper.size; ++i) {
    append_mapping(out, unicode::to_lower(upper.chars[i]));
  }
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (utf8::is_ascii(text)) {
    for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
  }
  const std::u32string chars = utf8::to_u32(text);
  for (std::size_t i = 0; i < chars.size(); ++i) append_lower(out, chars, i);
  return out;
}

std::string to_upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    append_upper(out, at.code_point);
    i += at.size;
  }
  return out;
}

std::string to_title(std::string_view text) {
  std::string out;
  const std::u32string chars = utf8::to_u32(text);
  bool inside = false;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (inside) {
      append_lower(out, chars, i);
    } else {
      append_title(out, chars[i]);
    }
    inside = cased(chars[i]);
  }
  return out;
}

std::string capitalized(std::string_view text) {
  std::string out;
  const std::u32string chars = utf8::to_u32(text);
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (i == 0) {
      append_title(out, chars[i]);
    } else {
      append_lower(out, chars, i);
    }
  }
  return out;
}

std::string swapped_case(std::string_view text) {
  std::string out;
  const std::u32string chars = utf8::to_u32(text);
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (is_upper(chars[i])) {
      append_lower(out, chars, i);
    } else if (is_lower(chars[i])) {
      append_upper(out, chars[i]);
    } else {
      utf8::append(out, chars[i]);
    }
  }
  return out;
}

std::size_t previous(std::string_view text, std::size_t end) noexcept {
  --end;
  while (end > 0 && utf8::is_continuation(text[end])) --end;
  return end;
}

namespace {

template <class Drop>
std::string_view strip_where(std::string_view text, bool left, bool right, Drop drop) {
  while (left && !text.empty()) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data());
    if (!drop(at.code_point)) break;
    text.remove_prefix(at.size);
  }
  while (right && !text.empty()) {
    const std::size_t at = previous(text, text.size());
    if (!drop(utf8::decode_unchecked(text.data() + at).code_point)) break;
    text = text.substr(0, at);
  }
  return text;
}

}  // namespace

std::string_view strip_space(std::string_view text, bool left, bool right) noexcept {
  return strip_where(text, left, right, is_space);
}

std::string_view strip_chars(std::string_view text, std::string_view chars, bool left,
                             bool right) noexcept {
  return strip_where(text, left, right, [chars](char32_t c) {
    for (std::size_t i = 0; i < chars.size();) {
      const utf8::Decoded at = utf8::decode_unchecked(chars.data() + i);
      if (at.code_point == c) return true;
      i += at.size;
    }
    return false;
  });
}

std::vector<std::string_view> split_space(std::string_view text, std::int64_t limit) {
  std::vector<std::string_view> out;
  text = strip_space(text, true, false);
  while (!text.empty()) {
    if (limit == 0) {
      out.push_back(strip_space(text, false, true));
      break;
    }
    std::size_t end = 0;
    while (end < text.size()) {
      const utf8::Decoded at = utf8::decode_unchecked(text.data() + end);
      if (is_space(at.code_point)) break;
      end += at.size;
    }
    out.push_back(text.substr(0, end));
    if (limit > 0) --limit;
    text = strip_space(text.substr(end), true, false);
  }
  return out;
}

std::vector<std::string_view> rsplit_space(std::string_view text, std::int64_t limit) {
  std::vector<std::string_view> out;
  text = strip_space(text, false, true);
  while (!text.empty()) {
    if (limit == 0) {
      out.push_back(strip_space(text, true, false));
      break;
    }
    std::size_t begin = text.size();
    while (begin > 0) {
      const std::size_t at = previous(text, begin);
      if (is_space(utf8::decode_unchecked(text.data() + at).code_point)) break;
      begin = at;
    }
    out.push_back(text.substr(begin));
    if (limit > 0) --limit;
    text = strip_space(text.substr(0, begin), false, true);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::vector<std::string_view> split_lines(std::string_view text, bool keep_ends) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    std::size_t next = i + at.size;
    if (!is_line_break(at.code_point)) {
      i = next;
      continue;
    }
    if (at.code_point == '\r' && next < text.size() && text[next] == '\n') ++next;
    out.push_back(text.substr(start, (keep_ends ? next : i) - start));
    start = i = next;
  }
  if (start < text.size()) out.push_back(text.substr(start));
  return out;
}

}  // namespace penstock::jinja
