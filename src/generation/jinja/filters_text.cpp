// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/utf8.hpp"
#include "generation/jinja/attributes.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/formatting.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/markup.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/slicing.hpp"
#include "generation/jinja/str_search.hpp"
#include "generation/jinja/text.hpp"

// Filters that change a text.

namespace penstock::jinja {
namespace {

template <std::string (*Change)(std::string_view)>
Value changed(State& state, const Args& args) {
  const Bound given(args, "filter", 1, {"s"});
  const Str* text = soft_str(state, given[0]);
  state.step(text->size / 32);
  return state.str(Change(text->view()), text->markup);
}

// Jinja's own title: words begin after space and some brackets.
std::string title(std::string_view text) {
  std::string out;
  std::string word;
  const auto flush = [&] {
    if (word.empty()) return;
    const std::size_t first = utf8::length_from_lead(static_cast<std::uint8_t>(word[0]));
    out += python::upper(std::string_view(word).substr(0, first));
    out += python::lower(std::string_view(word).substr(first));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
    const std::string_view piece = text.substr(i, at.size);
    i += at.size;
    if (is_space(at.code_point) ||
        std::string_view("-({[<").find(piece) != std::string_view::npos) {
      flush();
      out.append(piece);
    } else {
      word.append(piece);
    }
  }
  flush();
  return out;
}

Value title_filter(State& state, const Args& args) {
  const Bound given(args, "title", 1, {"s"});
  return state.str(title(soft_str(state, given[0])->view()));
}

Value trim(State& state, const Args& args) {
  const Bound given(args, "do_trim", 1, {"value", "chars"});
  const Str* text = soft_str(state, given[0]);
  std::string_view out;
  if (!given[1].given() || given[1].is(Kind::none)) {
    out = strip_space(text->view(), true, true);
  } else if (given[1].is_string()) {
    out = strip_chars(text->view(), given[1].text(), true, true);
  } else {
    throw_type("strip arg must be None or str");
  }
  if (out.size() == text->size) return Value::of(text);
  return text->ascii() ? state.borrow(out, out.size(), text->markup)
                       : state.borrow(out, text->markup);
}

Value replace(State& state, const Args& args) {
  const Bound given(args, "do_replace", 3, {"s", "old", "new", "count"});
  const Str* text = to_str(state, given[0]);
  const Str* from = to_str(state, given[1]);
  const Str* to = to_str(state, given[2]);
  const bool all = !given[3].given() || given[3].is(Kind::none);
  const std::int64_t count = all ? -1 : as_index(given[3]).value_or(-1);
  return state.str(replaced(state, text->view(), from->view(), to->view(), count));
}

Value center(State& state, const Args& args) {
  const Bound given(args, "do_center", 1, {"value", "width"});
  const Str* text = soft_str(state, given[0]);
  const std::int64_t width = given[1].given() ? as_index(given[1]).value_or(80) : 80;
  if (width <= static_cast<std::int64_t>(text->length)) return Value::of(text);
  const auto wanted = static_cast<std::size_t>(width);
  state.check_output(wanted);
  const std::size_t margin = wanted - text->length;
  const std::size_t left = margin / 2 + (margin & wanted & 1U);
  return state.str(
      std::string(left, ' ') + std::string(text->view()) + std::string(margin - left, ' '),
      text->markup);
}

Value format(State& state, const Args& args) {
  if (args.values.size() > 1 && !args.keywords.empty()) {
    throw_type("can't handle positional and keyword arguments at the same time");
  }
  const Str* text = soft_str(state, args.values[0]);
  if (args.keywords.empty())
    return percent_format(state, *text, state.tuple(args.values.subspan(1)));
  Dict* values = state.arena.make<Dict>();
  for (const Keyword& each : args.keywords) {
    values->set(state.arena, state.borrow(each.name), each.value);
  }
  return percent_format(state, *text, Value::of(values));
}

Value safe(State& state, const Args& args) {
  const Bound given(args, "do_mark_safe", 1, {"value"});
  const Str* text = soft_str(state, given[0]);
  return state.borrow(text->view(), text->length, true);
}

Value string(State& state, const Args& args) {
  const Bound given(args, "soft_str", 1, {"s"});
  return Value::of(soft_str(state, given[0]));
}

Value escape(State& state, const Args& args) {
  const Bound given(args, "escape", 1, {"s"});
  return Value::of(escaped(state, given[0]));
}

Value force_escape(State& state, const Args& args) {
  const Bound given(args, "do_forceescape", 1, {"value"});
  return state.str(escape_html(to_str(state, given[0])->view()), true);
}

Value striptags(State& state, const Args& args) {
  const Bound given(args, "do_striptags", 1, {"value"});
  return state.str(strip_tags(to_str(state, given[0])->view()));
}

void quote_url(std::string& out, std::string_view text, bool query) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.' || c == '-' || c == '~' || (c == '/' && !query);
    if (plain) {
      out += c;
    } else if (c == ' ' && query) {
      out += '+';
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
}

Value urlencode(State& state, const Args& args) {
  const Bound given(args, "do_urlencode", 1, {"value"});
  std::string out;
  Iterator* items = given[0].is_string() ? nullptr : try_iterate(state, given[0]);
  if (items == nullptr) {
    quote_url(out, to_str(state, given[0])->view(), false);
    return state.str(out);
  }
  if (given[0].is(Kind::dict)) {
    Args none;
    items = iterate(state, find_methods("items").dict->call(state, given[0], none));
  }
  for (Value item; items->next(state, item);) {
    const List* pair = collect(state, item);
    if (pair->size != 2)
      throw_value("not enough values to unpack (expected 2, got " + std::to_string(pair->size) +
                  ")");
    if (!out.empty()) out += '&';
    quote_url(out, to_str(state, pair->items[0])->view(), true);
    out += '=';
    quote_url(out, to_str(state, pair->items[1])->view(), true);
  }
  return state.str(out);
}

Value xmlattr(State& state, const Args& args) {
  const Bound given(args, "do_xmlattr", 1, {"d", "autospace"});
  if (given[0].is(Kind::undefined)) throw_undefined(state, given[0]);
  if (!given[0].is(Kind::dict)) {
    throw Fault(FaultType::attribute_error,
                "'" + bare_type_name(given[0]) + "' object has no attribute 'items'");
  }
  std::string out;
  for (std::size_t i = 0; i < given[0].dict->size; ++i) {
    const DictEntry& entry = given[0].dict->entries[i];
    if (entry.value.is(Kind::none) || entry.value.is(Kind::undefined)) continue;
    const Str* key = soft_str(state, entry.key);
    if (key->view().find_first_of(" \t\n\r\f\v/>=") != std::string_view::npos) {
      throw_value("Invalid character in attribute name: " + str_repr(key->view()));
    }
    if (!out.empty()) out += ' ';
    out.append(escaped(state, entry.key)->view()).append("=\"");
    out.append(escaped(state, entry.value)->view()).append("\"");
  }
  const bool space = !given[1].given() || truth(state, given[1]);
  return state.str(space && !out.empty() ? " " + out : out);
}

Value unsupported(State&, const Args&) {
  throw Fault(FaultType::unsupported,
              "the filters urlize, pprint and random are not supported in chat templates");
}

constexpr FilterEntry kTextFilters[] = {
    {"trim", trim},
    {"upper", changed<python::upper>},
    {"lower", changed<python::lower>},
    {"title", title_filter},
    {"capitalize", changed<capitalized>},
    {"replace", replace},
    {"string", string},
    {"safe", safe},
    {"e", escape},
    {"escape", escape},
    {"forceescape", force_escape},
    {"format", format},
    {"center", center},
    {"striptags", striptags},
    {"urlencode", urlencode},
    {"xmlattr", xmlattr},
    {"urlize", unsupported},
    {"pprint", unsupported},
    {"random", unsupported},
};

}  // namespace

std::span<const FilterEntry> text_filters() noexcept { return kTextFilters; }

}  // namespace penstock::jinja
