// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/str_search.hpp"

#include <algorithm>
#include <array>

#include "core/unicode.hpp"
#include "core/utf8.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/slicing.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr std::array<std::string_view, 3> kSearchNames = {"sub", "start", "end"};

// self[start:end] and where it begins, in code points.
struct Window {
  std::string_view text;
  std::size_t offset;
  bool valid;  // false: start lies beyond the end, where nothing is found
};

std::int64_t bound(const Value& value, std::int64_t fallback, std::int64_t size) {
  if (!value.given() || value.is(Kind::none)) return fallback;
  const auto index = as_index(value);
  if (!index) throw_type("slice indices must be integers or None or have an __index__ method");
  return *index < 0 ? std::max<std::int64_t>(*index + size, 0) : *index;
}

Window window(const Value& self, const Value& start, const Value& end) {
  const auto size = static_cast<std::int64_t>(self.string->length);
  const std::int64_t from = bound(start, 0, size);
  const std::int64_t to = std::min(bound(end, size, size), size);
  if (from > to) return {{}, 0, false};
  const auto begin = static_cast<std::size_t>(from);
  return {substring(*self.string, begin, static_cast<std::size_t>(to)), begin, true};
}

const Str& needle(const Value& value) {
  if (value.is_string()) return *value.string;
  throw_type("must be str, not " + bare_type_name(value));
}

template <bool Last>
std::int64_t search(const Value& self, const Args& args) {
  Args::Bound given;
  args.bind("str.find", kSearchNames, 1, given);
  const Str& wanted = needle(given[0]);
  const Window where = window(self, given[1], given[2]);
  if (!where.valid) return -1;
  const std::size_t at = Last ? where.text.rfind(wanted.view()) : where.text.find(wanted.view());
  if (at == std::string_view::npos) return -1;
  return static_cast<std::int64_t>(where.offset + utf8::count(where.text.substr(0, at)));
}

template <bool Prefix>
Value affix(State&, const Value& self, const Args& args) {
  static constexpr std::string_view kMethod = Prefix ? "startswith" : "endswith";
  Args::Bound given;
  args.bind(kMethod, kSearchNames, 1, given);
  const Window where = window(self, given[1], given[2]);
  const auto matches = [&](const Str& text) {
    return where.valid &&
           (Prefix ? where.text.starts_with(text.view()) : where.text.ends_with(text.view()));
  };
  if (given[0].is(Kind::tuple)) {
    const auto all = given[0].list->span();
    return Value::of(std::any_of(all.begin(), all.end(), [&](const Value& item) {
      if (item.is_string()) return matches(*item.string);
      throw_type("tuple for " + std::string(kMethod) + " must only contain str, not " +
                 bare_type_name(item));
    }));
  }
  if (!given[0].is_string()) {
    throw_type(std::string(kMethod) + " first arg must be str or a tuple of str, not " +
               bare_type_name(given[0]));
  }
  return Value::of(matches(*given[0].string));
}

Value found_or_fail(std::int64_t at) {
  if (at < 0) throw_value("substring not found");
  return Value::of(at);
}

template <class Predicate>
Value all_of(State& state, const Value& self, bool empty, Predicate holds) {
  state.step(self.string->size / 32);
  const std::string_view text = self.text();
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    if (!holds(at.code_point)) return Value::of(false);
    i += at.size;
  }
  return Value::of(empty || !text.empty());
}

bool is_decimal(char32_t c) noexcept {
  return unicode::general_category(c) == unicode::GeneralCategory::Nd;
}

// Superscripts, subscripts and circled digits are digits as well.
bool is_digit(char32_t c) noexcept {
  return is_decimal(c) || c == 0xB2 || c == 0xB3 || c == 0xB9 || c == 0x2070 ||
         (c >= 0x2074 && c <= 0x2079) || (c >= 0x2080 && c <= 0x2089) ||
         (c >= 0x2460 && c <= 0x2468) || (c >= 0x2474 && c <= 0x247C) ||
         (c >= 0x2488 && c <= 0x2490) || c == 0x24EA || (c >= 0x24F5 && c <= 0x24FD) ||
         c == 0x24FF || (c >= 0x2776 && c <= 0x277E) || (c >= 0x2780 && c <= 0x2788) ||
         (c >= 0x278A && c <= 0x2792) || (c >= 0x1369 && c <= 0x1371);
}

// Cased characters all lower (or all upper), and at least one.
template <bool Lower>
Value case_is(const Value& self) {
  bool any = false;
  const std::string_view text = self.text();
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    i += at.size;
    const bool lower = is_lower(at.code_point);
    const bool upper = is_upper(at.code_point);
    if (is_title(at.code_point) || (Lower ? upper : lower)) return Value::of(false);
    any = any || lower || upper;
  }
  return Value::of(any);
}

}  // namespace

std::vector<std::string_view> split_on(std::string_view text, std::string_view separator,
                                       std::int64_t limit) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; limit != 0; --limit) {
    at = text.find(separator);
    if (at == std::string_view::npos) break;
    out.push_back(text.substr(0, at));
    text.remove_prefix(at + separator.size());
  }
  out.push_back(text);
  return out;
}

std::vector<std::string_view> rsplit_on(std::string_view text, std::string_view separator,
                                        std::int64_t limit) {
  std::vector<std::string_view> out;
  for (; limit != 0; --limit) {
    const std::size_t at = text.rfind(separator);
    if (at == std::string_view::npos) break;
    out.push_back(text.substr(at + separator.size()));
    text = text.substr(0, at);
  }
  out.push_back(text);
  std::reverse(out.begin(), out.end());
  return out;
}

std::string replaced(State& state, std::string_view text, std::string_view from,
                     std::string_view to, std::int64_t count) {
  std::string out;
  std::size_t at = 0;
  state.step(text.size() / 64);
  for (; count != 0 && at <= text.size(); --count) {
    const std::size_t found = text.find(from, at);
    if (found == std::string_view::npos) break;
    out.append(text.substr(at, found - at)).append(to);
    at = found + from.size();
    state.check_output(out.size());
    if (!from.empty()) continue;
    // An empty text is found before every character and at the end.
    if (found == text.size()) return out;
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text[found]));
    out.append(text.substr(found, size));
    at = found + size;
  }
  return out.append(text.substr(std::min(at, text.size())));
}

Value str_startswith(State& state, const Value& self, const Args& args) {
  return affix<true>(state, self, args);
}
Value str_endswith(State& state, const Value& self, const Args& args) {
  return affix<false>(state, self, args);
}
Value str_find(State&, const Value& self, const Args& args) {
  return Value::of(search<false>(self, args));
}
Value str_rfind(State&, const Value& self, const Args& args) {
  return Value::of(search<true>(self, args));
}
Value str_index(State&, const Value& self, const Args& args) {
  return found_or_fail(search<false>(self, args));
}
Value str_rindex(State&, const Value& self, const Args& args) {
  return found_or_fail(search<true>(self, args));
}

Value str_count(State& state, const Value& self, const Args& args) {
  Args::Bound given;
  args.bind("str.count", kSearchNames, 1, given);
  const Str& wanted = needle(given[0]);
  const Window where = window(self, given[1], given[2]);
  state.step(where.text.size() / 64);
  if (!where.valid) return Value::of(std::int64_t{0});
  if (wanted.size == 0) return Value::of(static_cast<std::int64_t>(utf8::count(where.text)) + 1);
  const std::size_t pieces = split_on(where.text, wanted.view(), -1).size();
  return Value::of(static_cast<std::int64_t>(pieces) - 1);
}

Value str_isalnum(State& state, const Value& self, const Args&) {
  return all_of(state, self, false,
                [](char32_t c) { return unicode::is_letter(c) || unicode::is_number(c); });
}
Value str_isalpha(State& state, const Value& self, const Args&) {
  return all_of(state, self, false, unicode::is_letter);
}
Value str_isascii(State&, const Value& self, const Args&) {
  return Value::of(self.string->ascii());
}
Value str_isdecimal(State& state, const Value& self, const Args&) {
  return all_of(state, self, false, is_decimal);
}
Value str_isdigit(State& state, const Value& self, const Args&) {
  return all_of(state, self, false, is_digit);
}
Value str_isidentifier(State& state, const Value& self, const Args&) {
  const std::string_view text = self.text();
  if (!text.empty() && is_decimal(utf8::decode_unchecked(text.data()).code_point)) {
    return Value::of(false);
  }
  return all_of(state, self, false, [](char32_t c) {
    return c == '_' || unicode::is_letter(c) || unicode::is_mark(c) || is_decimal(c);
  });
}
Value str_islower(State&, const Value& self, const Args&) { return case_is<true>(self); }
Value str_isnumeric(State& state, const Value& self, const Args&) {
  return all_of(state, self, false, unicode::is_number);
}
Value str_isprintable(State& state, const Value& self, const Args&) {
  const std::string_view text = self.text();
  state.step(text.size() / 16);
  // Quotes and backslashes are escaped by repr() although they are printable.
  std::string plain;
  for (const char c : text) {
    if (c != '\'' && c != '"' && c != '\\') plain += c;
  }
  return Value::of(str_repr(plain).size() == plain.size() + 2);
}
Value str_isspace(State& state, const Value& self, const Args&) {
  return all_of(state, self, false, is_space);
}

Value str_istitle(State&, const Value& self, const Args&) {
  bool any = false;
  bool inside = false;
  const std::string_view text = self.text();
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    i += at.size;
    const bool upper = is_upper(at.code_point) || is_title(at.code_point);
    const bool lower = is_lower(at.code_point);
    if ((upper && inside) || (lower && !inside)) return Value::of(false);
    inside = upper || lower;
    any = any || inside;
  }
  return Value::of(any);
}

Value str_isupper(State&, const Value& self, const Args&) { return case_is<false>(self); }

}  // namespace penstock::jinja
