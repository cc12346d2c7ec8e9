// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "core/utf8.hpp"
#include "generation/jinja/binding.hpp"
#include "generation/jinja/functions.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr int kMaxJsonDepth = 500;

void append_unit(std::string& out, unsigned unit) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\u%04x", unit);
  out += text.data();
}

void append_string(std::string& out, std::string_view text, bool ascii) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      const utf8::Decoded at = utf8::decode_unchecked(text.data() + i);
      if (!ascii) {
        out.append(text.substr(i, at.size));
      } else if (at.code_point >= 0x10000) {
        append_unit(out, 0xD800U + ((at.code_point - 0x10000U) >> 10U));
        append_unit(out, 0xDC00U + ((at.code_point - 0x10000U) & 0x3FFU));
      } else {
        append_unit(out, at.code_point);
      }
      i += at.size;
      continue;
    }
    static constexpr std::string_view kEscapes = "\"\"\\\\\nn\rr\tt\bb\ff";
    ++i;
    std::size_t k = 0;
    while (k < kEscapes.size() && kEscapes[k] != c) k += 2;
    if (k < kEscapes.size()) {
      out += '\\';
      out += kEscapes[k + 1];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      append_unit(out, static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

// json.dumps
class Dumper {
 public:
  Dumper(State& state, const Bound& given) : state_(state) {
    ascii_ = given[1].given() && truth(state, given[1]);
    pretty_ = given[2].given() && !given[2].is(Kind::none);
    if (pretty_) indent_ = indentation(given[2]);
    if (pretty_) item_ = ",";
    if (given[3].given() && !given[3].is(Kind::none)) separators(given[3]);
    sorted_ = given[4].given() && truth(state, given[4]);
  }

  std::string run(const Value& value) {
    dump(value, 0);
    return std::move(out_);
  }

 private:
  static std::string indentation(const Value& indent) {
    if (indent.is_string()) return std::string(indent.text());
    const auto size = as_index(indent);
    if (!size)
      throw_type("can't multiply sequence by non-int of type '" + bare_type_name(indent) + "'");
    if (*size > 1000) throw_limit("output");
    return std::string(static_cast<std::size_t>(std::max<std::int64_t>(*size, 0)), ' ');
  }

  void separators(const Value& pair) {
    const List* both = collect(state_, pair);
    if (both->size != 2 || !both->items[0].is_string() || !both->items[1].is_string()) {
      throw_value("separators must be two strings");
    }
    item_ = both->items[0].text();
    key_ = both->items[1].text();
  }

  void line(int depth) {
    if (!pretty_) return;
    out_ += '\n';
    for (int i = 0; i < depth; ++i) out_ += indent_;
  }

  void number(double value) {
    if (std::isnan(value))
      out_ += "NaN";
    else if (std::isinf(value))
      out_ += value < 0 ? "-Infinity" : "Infinity";
    else
      out_ += float_repr(value);
  }

  void dump(const Value& value, int depth) {
    if (depth > kMaxJsonDepth) throw_limit("depth");
    state_.step();
    state_.check_output(out_.size());
    switch (value.kind) {
      case Kind::none: out_ += "null"; return;
      case Kind::boolean: out_ += value.boolean ? "true" : "false"; return;
      case Kind::integer: out_ += std::to_string(value.integer); return;
      case Kind::floating: return number(value.floating);
      case Kind::string: return append_string(out_, value.text(), ascii_);
      case Kind::list:
      case Kind::tuple: return list(*value.list, depth);
      case Kind::dict: return dict(*value.dict, depth);
      default: throw_type("Object of type " + bare_type_name(value) + " is not JSON serializable");
    }
  }

  void list(const List& items, int depth) {
    out_ += '[';
    for (std::size_t i = 0; i < items.size; ++i) {
      if (i != 0) out_ += item_;
      line(depth + 1);
      dump(items.items[i], depth + 1);
    }
    if (items.size != 0) line(depth);
    out_ += ']';
  }

  void key(const Value& value) {
    if (value.is_string()) return append_string(out_, value.text(), ascii_);
    if (!is_number(value) && !value.is(Kind::none)) {
      throw_type("keys must be str, int, float, bool or None, not " + bare_type_name(value));
    }
    out_ += '"';
    dump(value, 0);
    out_ += '"';
  }

  void dict(const Dict& dict, int depth) {
    std::vector<DictEntry> entries(dict.entries, dict.entries + dict.size);
    if (sorted_) {
      std::stable_sort(
          entries.begin(), entries.end(),
          [this](const DictEntry& a, const DictEntry& b) { return less(state_, a.key, b.key); });
    }
    out_ += '{';
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i != 0) out_ += item_;
      line(depth + 1);
      key(entries[i].key);
      out_ += key_;
      dump(entries[i].value, depth + 1);
    }
    if (!entries.empty()) line(depth);
    out_ += '}';
  }

  State& state_;
  bool ascii_ = false;
  bool pretty_ = false;
  bool sorted_ = false;
  std::string indent_;
  std::string item_ = ", ";
  std::string key_ = ": ";
  std::string out_;
};

}  // namespace

Value tojson(State& state, const Args& args) {
  const Bound given(args, "tojson", 1, {"x", "ensure_ascii", "indent", "separators", "sort_keys"});
  return state.str(Dumper(state, given).run(given[0]));
}

}  // namespace penstock::jinja
