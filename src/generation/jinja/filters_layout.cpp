// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/utf8.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/slicing.hpp"
#include "generation/jinja/text.hpp"

// Filters that lay text out in lines.

namespace penstock::jinja {
namespace {

const Str& text_argument(State& state, const Value& value) {
  if (value.is_string()) return *value.string;
  if (value.is(Kind::undefined)) throw_undefined(state, value);
  throw_type("unsupported operand type(s) for +=: '" + bare_type_name(value) + "' and 'str'");
}

std::string indentation(State& state, const Value& width) {
  if (!width.given()) return "    ";
  if (width.is_string()) return std::string(width.text());
  const auto count = as_index(width);
  if (!count)
    throw_type("can't multiply sequence by non-int of type '" + bare_type_name(width) + "'");
  const auto size = static_cast<std::size_t>(std::max<std::int64_t>(*count, 0));
  state.check_output(size);
  return std::string(size, ' ');
}

Value indent(State& state, const Args& args) {
  const Bound given(args, "do_indent", 1, {"s", "width", "first", "blank"});
  const Str& text = text_argument(state, given[0]);
  const std::string indention = indentation(state, given[1]);
  const bool first = given[2].given() && truth(state, given[2]);
  const bool blank = given[3].given() && truth(state, given[3]);
  const std::string source = std::string(text.view()) + "\n";
  const auto lines = python::split_lines(source);
  std::string out = first ? indention : "";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i != 0) out += '\n';
    if (i != 0 && (blank || !lines[i].empty())) out += indention;
    out.append(lines[i]);
    state.check_output(out.size());
  }
  return state.str(out, text.markup);
}

std::int64_t integer_argument(const Value& value, std::int64_t fallback) {
  if (!value.given() || value.is(Kind::none)) return fallback;
  const auto index = as_index(value);
  if (!index)
    throw_type("'" + bare_type_name(value) + "' object cannot be interpreted as an integer");
  return *index;
}

Value truncate(State& state, const Args& args) {
  const Bound given(args, "do_truncate", 1, {"s", "length", "killwords", "end", "leeway"});
  const auto length = integer_argument(given[1], 255);
  const Value end = given[3].given() ? given[3] : state.borrow("...");
  const auto leeway = integer_argument(given[4], 5);
  if (!end.is_string()) throw_type("object of type '" + bare_type_name(end) + "' has no len()");
  const auto tail = static_cast<std::int64_t>(end.string->length);
  if (length < tail) {
    throw_value("expected length >= " + std::to_string(tail) + ", got " + std::to_string(length));
  }
  if (leeway < 0) throw_value("expected leeway >= 0, got " + std::to_string(leeway));
  const auto size = length_of(state, given[0]);
  if (!size) throw_type("object of type '" + bare_type_name(given[0]) + "' has no len()");
  if (static_cast<std::int64_t>(*size) <= length + leeway) return given[0];
  if (!given[0].is_string()) throw_type("can only concatenate str to str");
  const Str& text = *given[0].string;
  std::string_view kept = substring(text, 0, static_cast<std::size_t>(length - tail));
  const bool kill = given[2].given() && truth(state, given[2]);
  if (const std::size_t space = kept.rfind(' '); !kill && space != std::string_view::npos) {
    kept = kept.substr(0, space);
  }
  return state.str(std::string(kept) + std::string(end.text()));
}

Value wordcount(State& state, const Args& args) {
  const Bound given(args, "do_wordcount", 1, {"s"});
  const std::string_view text = soft_str(state, given[0])->view();
  std::int64_t count = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    i += at.size;
    const bool word = is_word(at.code_point);
    if (word && !inside) ++count;
    inside = word;
  }
  return Value::of(count);
}

struct WrapOptions {
  std::size_t width;
  bool break_long;
  bool on_hyphens;
};

// Words and the space between them, a word also ending after a hyphen between letters.
std::vector<std::string> chunks(std::string_view line, bool on_hyphens) {
  std::vector<std::string> out;
  const std::u32string chars = utf8::to_u32(line);
  const auto space = [](char32_t c) { return c == ' ' || (c >= 0x09 && c <= 0x0D); };
  const auto letter = [&](std::size_t i) {
    return i < chars.size() && is_word(chars[i]) && chars[i] != '_' &&
           !(chars[i] >= '0' && chars[i] <= '9');
  };
  std::u32string word;
  const auto flush = [&] {
    if (!word.empty()) out.push_back(utf8::from_u32(word));
    word.clear();
  };
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (i > 0 && space(chars[i]) != space(chars[i - 1])) flush();
    word += chars[i];
    const bool hyphen = on_hyphens && chars[i] == '-' && i >= 2 && letter(i - 1) && letter(i - 2) &&
                        letter(i + 1) &&
                        (letter(i + 2) || (i + 2 < chars.size() && chars[i + 2] == '-'));
    if (hyphen) flush();
  }
  flush();
  return out;
}

// textwrap.wrap of one line, with its spaces kept as they are.
std::vector<std::string> wrap(std::string_view line, const WrapOptions& options) {
  std::vector<std::string> out;
  std::vector<std::string> rest = chunks(line, options.on_hyphens);
  std::reverse(rest.begin(), rest.end());
  const auto blank = [](const std::string& chunk) {
    return strip_space(chunk, true, false).empty();
  };
  while (!rest.empty()) {
    std::vector<std::string> current;
    std::size_t size = 0;
    if (blank(rest.back()) && !out.empty()) rest.pop_back();
    while (!rest.empty() && size + utf8::count(rest.back()) <= options.width) {
      size += utf8::count(rest.back());
      current.push_back(std::move(rest.back()));
      rest.pop_back();
    }
    if (!rest.empty() && utf8::count(rest.back()) > options.width) {
      if (options.break_long) {
        const std::u32string chars = utf8::to_u32(rest.back());
        const std::size_t room = std::max<std::size_t>(options.width - size, 1);
        current.push_back(utf8::from_u32(std::u32string_view(chars).substr(0, room)));
        rest.back() = utf8::from_u32(std::u32string_view(chars).substr(room));
        if (rest.back().empty()) rest.pop_back();
      } else if (current.empty()) {
        current.push_back(std::move(rest.back()));
        rest.pop_back();
      }
    }
    if (!current.empty() && blank(current.back())) current.pop_back();
    if (current.empty()) continue;
    std::string joined;
    for (const std::string& chunk : current) joined += chunk;
    out.push_back(std::move(joined));
  }
  return out;
}

Value wordwrap(State& state, const Args& args) {
  const Bound given(args, "do_wordwrap", 1,
                    {"s", "width", "break_long_words", "wrapstring", "break_on_hyphens"});
  if (given[0].is(Kind::undefined)) throw_undefined(state, given[0]);
  if (!given[0].is_string()) {
    throw Fault(FaultType::attribute_error,
                "'" + bare_type_name(given[0]) + "' object has no attribute 'splitlines'");
  }
  const Str& text = *given[0].string;
  const std::int64_t width = integer_argument(given[1], 79);
  if (width <= 0) throw_value("invalid width " + std::to_string(width) + " (must be > 0)");
  const WrapOptions options{static_cast<std::size_t>(width),
                            !given[2].given() || truth(state, given[2]),
                            !given[4].given() || truth(state, given[4])};
  const bool plain = !given[3].given() || given[3].is(Kind::none);
  const std::string between(plain ? "\n" : soft_str(state, given[3])->view());
  std::string out;
  bool first = true;
  for (const std::string_view line : python::split_lines(text.view())) {
    if (!first) out += between;
    first = false;
    bool start = true;
    for (const std::string& piece : wrap(line, options)) {
      if (!start) out += between;
      start = false;
      out += piece;
    }
    state.step(line.size() / 8 + 1);
  }
  return state.str(out);
}

constexpr FilterEntry kLayoutFilters[] = {
    {"indent", indent},
    {"truncate", truncate},
    {"wordcount", wordcount},
    {"wordwrap", wordwrap},
};

}  // namespace

std::span<const FilterEntry> layout_filters() noexcept { return kLayoutFilters; }

}  // namespace penstock::jinja
