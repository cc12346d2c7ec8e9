// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/utf8.hpp"
#include "generation/jinja/attributes.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/formatting.hpp"
#include "generation/jinja/markup.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/str_search.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

using Names = std::span<const std::string_view>;

std::string_view bare(const Value& self) noexcept { return self.text(); }

void no_arguments(const Args& args, std::string_view method) {
  Args::Bound none;
  args.bind(std::string("str.") + std::string(method), Names{}, 0, none);
}

const Str& string_argument(const Value& value, std::string_view what) {
  if (value.is_string()) return *value.string;
  throw_type(std::string(what) + " must be str, not " + bare_type_name(value));
}

template <std::string (*Change)(std::string_view)>
Value changed(State& state, const Value& self, const Args& args) {
  no_arguments(args, "method");
  state.step(self.string->size / 32);
  return state.str(Change(bare(self)), self.string->markup);
}

template <bool Left, bool Right>
Value strip(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"chars"};
  Args::Bound given;
  args.bind("str.strip", kNames, 0, given);
  std::string_view text;
  if (!given[0].given() || given[0].is(Kind::none)) {
    text = strip_space(bare(self), Left, Right);
  } else if (given[0].is_string()) {
    text = strip_chars(bare(self), given[0].text(), Left, Right);
  } else {
    throw_type("strip arg must be None or str");
  }
  if (text.size() == self.string->size) return self;
  return self.string->ascii() ? state.borrow(text, text.size(), self.string->markup)
                              : state.borrow(text, self.string->markup);
}

Value pieces(State& state, const Value& self, const std::vector<std::string_view>& parts) {
  List* made = state.arena.make<List>();
  state.step(parts.size() + self.string->size / 64);
  for (const std::string_view part : parts) {
    made->push(state.arena, state.borrow(part, self.string->markup));
  }
  return Value::of_list(made);
}

template <bool Right>
Value split(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 2> kNames = {"sep", "maxsplit"};
  Args::Bound given;
  args.bind("str.split", kNames, 0, given);
  std::int64_t limit = -1;
  if (given[1].given()) {
    const auto index = as_index(given[1]);
    if (!index)
      throw_type("'" + bare_type_name(given[1]) + "' object cannot be interpreted as an integer");
    limit = *index;
  }
  const bool space = !given[0].given() || given[0].is(Kind::none);
  if (space) {
    return pieces(state, self,
                  Right ? rsplit_space(bare(self), limit) : python::split(bare(self), limit));
  }
  const std::string_view separator = string_argument(given[0], "separator").view();
  if (separator.empty()) throw_value("empty separator");
  return pieces(
      state, self,
      Right ? rsplit_on(bare(self), separator, limit) : split_on(bare(self), separator, limit));
}

Value splitlines(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"keepends"};
  Args::Bound given;
  args.bind("str.splitlines", kNames, 0, given);
  return pieces(state, self,
                python::split_lines(bare(self), given[0].given() && truth(state, given[0])));
}

template <bool Right>
Value partition(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"sep"};
  Args::Bound given;
  args.bind("str.partition", kNames, 1, given);
  const std::string_view separator = string_argument(given[0], "separator").view();
  if (separator.empty()) throw_value("empty separator");
  const std::string_view text = bare(self);
  const std::size_t at = Right ? text.rfind(separator) : text.find(separator);
  const bool markup = self.string->markup;
  const Value empty = state.borrow("", markup);
  if (at == std::string_view::npos) {
    return Right ? state.tuple(std::array{empty, empty, self})
                 : state.tuple(std::array{self, empty, empty});
  }
  return state.tuple(std::array{state.borrow(text.substr(0, at), markup),
                                state.borrow(separator, markup),
                                state.borrow(text.substr(at + separator.size()), markup)});
}

Value replace(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 3> kNames = {"old", "new", "count"};
  Args::Bound given;
  args.bind("str.replace", kNames, 2, given);
  const Str& from = string_argument(given[0], "replace() argument 1");
  const Str* to = &string_argument(given[1], "replace() argument 2");
  if (self.string->markup) to = escaped(state, given[1]);
  const std::int64_t count = given[2].given() ? as_index(given[2]).value_or(-1) : -1;
  return state.str(replaced(state, bare(self), from.view(), to->view(), count),
                   self.string->markup);
}

Value join(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"iterable"};
  Args::Bound given;
  args.bind("str.join", kNames, 1, given);
  std::string out;
  Iterator* items = try_iterate(state, given[0]);
  if (items == nullptr) throw_type("can only join an iterable");
  std::size_t count = 0;
  for (Value item; items->next(state, item); ++count) {
    if (count != 0) out.append(bare(self));
    if (self.string->markup) {
      out.append(escaped(state, item)->view());
    } else if (item.is_string()) {
      out.append(item.text());
    } else {
      throw_type("sequence item " + std::to_string(count) + ": expected str instance, " +
                 bare_type_name(item) + " found");
    }
    state.step();
    state.check_output(out.size());
  }
  return state.str(out, self.string->markup);
}

Value removeprefix(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"prefix"};
  Args::Bound given;
  args.bind("str.removeprefix", kNames, 1, given);
  const std::string_view prefix = string_argument(given[0], "removeprefix() argument").view();
  if (!bare(self).starts_with(prefix)) return self;
  return state.borrow(bare(self).substr(prefix.size()), self.string->markup);
}

Value removesuffix(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"suffix"};
  Args::Bound given;
  args.bind("str.removesuffix", kNames, 1, given);
  const std::string_view suffix = string_argument(given[0], "removesuffix() argument").view();
  if (!bare(self).ends_with(suffix)) return self;
  return state.borrow(bare(self).substr(0, self.string->size - suffix.size()), self.string->markup);
}

template <char Align>
Value justify(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 2> kNames = {"width", "fillchar"};
  Args::Bound given;
  args.bind("str.just", kNames, 1, given);
  const auto width = as_index(given[0]);
  if (!width)
    throw_type("'" + bare_type_name(given[0]) + "' object cannot be interpreted as an integer");
  FieldFormat field;
  if (given[1].given()) {
    if (string_argument(given[1], "The fill character").length != 1) {
      throw_type("The fill character must be exactly one character long");
    }
    field.fill = given[1].text();
  }
  const auto wanted = std::max<std::int64_t>(*width, 0);
  state.check_output(static_cast<std::size_t>(wanted));
  const std::size_t length = self.string->length;
  if (static_cast<std::size_t>(wanted) <= length) return self;
  field.width = static_cast<int>(wanted);
  field.align = Align;
  if (Align != '^') return state.str(padded(field, "", bare(self), '<'), self.string->markup);
  // str.center leaves the odd space on the left where both margin and width are odd.
  const std::size_t margin = static_cast<std::size_t>(wanted) - length;
  const std::size_t left = margin / 2 + (margin & static_cast<std::size_t>(wanted) & 1U);
  std::string out;
  for (std::size_t i = 0; i < left; ++i) out += field.fill;
  out.append(bare(self));
  for (std::size_t i = left; i < margin; ++i) out += field.fill;
  return state.str(out, self.string->markup);
}

Value zfill(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"width"};
  Args::Bound given;
  args.bind("str.zfill", kNames, 1, given);
  const auto width = as_index(given[0]);
  if (!width)
    throw_type("'" + bare_type_name(given[0]) + "' object cannot be interpreted as an integer");
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(*width, 0));
  state.check_output(wanted);
  if (wanted <= self.string->length) return self;
  std::string out(bare(self));
  const bool sign = !out.empty() && (out[0] == '-' || out[0] == '+');
  out.insert(sign ? 1 : 0, wanted - self.string->length, '0');
  return state.str(out, self.string->markup);
}

Value expandtabs(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"tabsize"};
  Args::Bound given;
  args.bind("str.expandtabs", kNames, 0, given);
  const std::int64_t size = given[0].given() ? as_index(given[0]).value_or(8) : 8;
  std::string out;
  std::int64_t column = 0;
  for (const char c : bare(self)) {
    if (c == '\t') {
      const std::int64_t add = size > 0 ? size - column % size : 0;
      state.check_output(out.size() + static_cast<std::size_t>(add));
      out.append(static_cast<std::size_t>(add), ' ');
      column += add;
      continue;
    }
    if (!utf8::is_continuation(c)) column = c == '\n' || c == '\r' ? 0 : column + 1;
    out += c;
  }
  return state.str(out, self.string->markup);
}

Value format(State& state, const Value& self, const Args& args) {
  return brace_format(state, *self.string, args);
}

Value format_map(State& state, const Value& self, const Args& args) {
  static constexpr std::array<std::string_view, 1> kNames = {"mapping"};
  Args::Bound given;
  args.bind("format_map", kNames, 1, given);
  if (!given[0].is(Kind::dict)) throw_type("format_map() requires a mapping");
  const Dict& dict = *given[0].dict;
  std::vector<Keyword> keywords;
  for (std::size_t i = 0; i < dict.size; ++i) {
    if (dict.entries[i].key.is_string()) {
      keywords.push_back({dict.entries[i].key.text(), dict.entries[i].value});
    }
  }
  return brace_format(state, *self.string, Args{{}, keywords});
}

Value unsupported(State&, const Value&, const Args&) {
  throw Fault(FaultType::unsupported,
              "bytes and translation tables are not supported in templates");
}

constexpr Method kMethods[] = {
    {"strip", strip<true, true>},
    {"split", split<false>},
    {"startswith", str_startswith},
    {"endswith", str_endswith},
    {"lstrip", strip<true, false>},
    {"rstrip", strip<false, true>},
    {"replace", replace},
    {"upper", changed<python::upper>},
    {"lower", changed<python::lower>},
    {"title", changed<to_title>},
    {"capitalize", changed<capitalized>},
    {"join", join},
    {"format", format},
    {"find", str_find},
    {"rfind", str_rfind},
    {"index", str_index},
    {"rindex", str_rindex},
    {"count", str_count},
    {"rsplit", split<true>},
    {"splitlines", splitlines},
    {"partition", partition<false>},
    {"rpartition", partition<true>},
    {"removeprefix", removeprefix},
    {"removesuffix", removesuffix},
    {"center", justify<'^'>},
    {"ljust", justify<'<'>},
    {"rjust", justify<'>'>},
    {"zfill", zfill},
    {"expandtabs", expandtabs},
    {"swapcase", changed<swapped_case>},
    {"casefold", changed<python::lower>},
    {"format_map", format_map},
    {"isalnum", str_isalnum},
    {"isalpha", str_isalpha},
    {"isascii", str_isascii},
    {"isdecimal", str_isdecimal},
    {"isdigit", str_isdigit},
    {"isidentifier", str_isidentifier},
    {"islower", str_islower},
    {"isnumeric", str_isnumeric},
    {"isprintable", str_isprintable},
    {"isspace", str_isspace},
    {"istitle", str_istitle},
    {"isupper", str_isupper},
    {"encode", unsupported},
    {"maketrans", unsupported},
    {"translate", unsupported},
};

}  // namespace

std::span<const Method> str_methods() noexcept { return kMethods; }

}  // namespace penstock::jinja
