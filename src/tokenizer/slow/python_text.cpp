// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/python_text.hpp"

#include "core/unicode.hpp"
#include "core/unicode_case.hpp"
#include "core/utf8.hpp"

namespace penstock::slow {
namespace {

constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kFinalSigma = 0x3C2;

bool ends_line(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

bool is_cased(char32_t c) {
  using unicode::category_bit;
  using unicode::GeneralCategory;
  constexpr std::uint32_t kCased = category_bit(GeneralCategory::Lu) |
                                   category_bit(GeneralCategory::Ll) |
                                   category_bit(GeneralCategory::Lt);
  return unicode::in_categories(c, kCased);
}

// Characters that do not end a word for the rule of the final sigma.
bool is_case_ignorable(char32_t c) {
  using unicode::category_bit;
  using unicode::GeneralCategory;
  constexpr std::uint32_t kIgnorable =
      category_bit(GeneralCategory::Mn) | category_bit(GeneralCategory::Me) |
      category_bit(GeneralCategory::Cf) | category_bit(GeneralCategory::Lm) |
      category_bit(GeneralCategory::Sk);
  constexpr std::u32string_view kMarks =
      U"'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";
  return unicode::in_categories(c, kIgnorable) || kMarks.find(c) != std::u32string_view::npos;
}

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

}  // namespace

bool is_space(char32_t c) noexcept { return unicode::is_whitespace(c) || (c >= 0x1C && c <= 0x1F); }

std::string_view lstrip(std::string_view text) {
  while (!text.empty()) {
    const auto first = utf8::decode_unchecked(text.data());
    if (!is_space(first.code_point)) break;
    text.remove_prefix(first.size);
  }
  return text;
}

std::string_view rstrip(std::string_view text) {
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (utf8::is_continuation(text[at])) --at;
    if (!is_space(utf8::decode_unchecked(text.data() + at).code_point)) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = utf8::decode_unchecked(text.data() + i);
    const bool space = is_space(c.code_point);
    if (!space && !inside) words.emplace_back();
    if (!space) words.back().append(text.substr(i, c.size));
    inside = !space;
    i += c.size;
  }
  return words;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = utf8::decode_unchecked(text.data() + i);
    std::size_t next = i + c.size;
    if (ends_line(c.code_point)) {
      if (c.code_point == '\r' && next < text.size() && text[next] == '\n') ++next;
      lines.emplace_back(text.substr(begin, i - begin));
      begin = next;
    }
    i = next;
  }
  if (begin < text.size()) lines.emplace_back(text.substr(begin));
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

std::string lower(std::string_view text) {
  const std::u32string points = utf8::to_u32(text);
  std::string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i] == kCapitalSigma && is_final_sigma(points, i)) {
      utf8::append(out, kFinalSigma);
    } else {
      append(out, unicode::to_lower(points[i]));
    }
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out;
  for (const char32_t c : utf8::to_u32(text)) append(out, unicode::to_upper(c));
  return out;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
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

}  // namespace penstock::slow
