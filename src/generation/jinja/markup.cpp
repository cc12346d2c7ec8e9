// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/markup.hpp"

#include "generation/jinja/characters.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

// The named references a template can meet without an HTML table; others stay as they are.
struct Reference {
  std::string_view name;
  std::string_view text;
};
constexpr Reference kReferences[] = {{"&amp;", "&"},  {"&lt;", "<"},         {"&gt;", ">"},
                                     {"&#34;", "\""}, {"&quot;", "\""},      {"&#39;", "'"},
                                     {"&apos;", "'"}, {"&nbsp;", "\xC2\xA0"}};

std::string unescape_html(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t taken = 0;
    for (const Reference& reference : kReferences) {
      if (text[i] != '&' || !text.substr(i).starts_with(reference.name)) continue;
      out.append(reference.text);
      taken = reference.name.size();
      break;
    }
    if (taken == 0) out += text[i];
    i += taken == 0 ? 1 : taken;
  }
  return out;
}

std::string without_tags(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t start = text.find('<'); start != std::string_view::npos;
       start = text.find('<', at)) {
    const bool comment = text.substr(start).starts_with("<!--");
    const std::string_view closing = comment ? "-->" : ">";
    const std::size_t end = text.find(closing, comment ? start + 4 : start);
    if (end == std::string_view::npos) break;
    out.append(text.substr(at, start - at));
    at = end + closing.size();
  }
  return out.append(text.substr(at));
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&#34;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

const Str* escaped(State& state, const Value& value) {
  if (value.is_string() && value.string->markup) return value.string;
  const Str* text = soft_str(state, value);
  return state.str(escape_html(text->view()), true).string;
}

std::string strip_tags(std::string_view text) {
  const std::string bare = without_tags(text);
  std::string out;
  for (const std::string_view word : python::split(bare)) {
    if (!out.empty()) out += ' ';
    out.append(word);
  }
  return unescape_html(out);
}

}  // namespace penstock::jinja
