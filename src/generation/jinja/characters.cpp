// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/characters.hpp"

#include <algorithm>

#include "core/unicode.hpp"
#include "core/unicode_case.hpp"
#include "core/utf8.hpp"

namespace penstock::jinja {
namespace {

void append_mapping(std::string& out, const unicode::CaseMapping& mapping) {
  for (std::uint32_t i = 0; i < mapping.size; ++i) utf8::append(out, mapping.chars[i]);
}

// Start of the character that ends before byte `end`, which is not 0.
std::size_t previous(std::string_view text, std::size_t end) noexcept {
  --end;
  while (end > 0 && utf8::is_continuation(text[end])) --end;
  return end;
}

}  // namespace

bool is_word(char32_t c) noexcept {
  return c == '_' || unicode::is_letter(c) || unicode::is_number(c);
}

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

std::string to_title(std::string_view text) {
  std::string out;
  const std::u32string chars = utf8::to_u32(text);
  bool inside = false;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (inside) {
      python::append_lower(out, chars, i);
    } else {
      append_title(out, chars[i]);
    }
    inside = is_upper(chars[i]) || is_lower(chars[i]) || is_title(chars[i]);
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
      python::append_lower(out, chars, i);
    }
  }
  return out;
}

std::string swapped_case(std::string_view text) {
  std::string out;
  const std::u32string chars = utf8::to_u32(text);
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (is_upper(chars[i])) {
      python::append_lower(out, chars, i);
    } else if (is_lower(chars[i])) {
      append_upper(out, chars[i]);
    } else {
      utf8::append(out, chars[i]);
    }
  }
  return out;
}

std::string_view strip_space(std::string_view text, bool left, bool right) noexcept {
  if (left) text = python::lstrip(text);
  return right ? python::rstrip(text) : text;
}

std::string_view strip_chars(std::string_view text, std::string_view chars, bool left,
                             bool right) noexcept {
  const auto drop = [chars](char32_t c) {
    for (std::size_t i = 0; i < chars.size();) {
      const utf8::Decoded at = utf8::decode_unchecked(chars.data() + i);
      if (at.code_point == c) return true;
      i += at.size;
    }
    return false;
  };
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

}  // namespace penstock::jinja
