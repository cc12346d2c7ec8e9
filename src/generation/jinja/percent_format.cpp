// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/utf8.hpp"
#include "generation/jinja/formatting.hpp"
#include "generation/jinja/markup.hpp"
#include "generation/jinja/operators.hpp"
#include "generation/jinja/text.hpp"

namespace penstock::jinja {
namespace {

constexpr int kMaxWidth = 1'000'000;

// Walks the format once and takes the values in order, or by name.
class PercentFormat {
 public:
  PercentFormat(State& state, const Str& text, const Value& values)
      : state_(state), text_(text.view()), markup_(text.markup), values_(values) {
    tuple_ = values.is(Kind::tuple);
    // Whatever has a __getitem__ and is no tuple or str may be left over.
    mapping_ = values.is(Kind::dict) || values.is(Kind::list) || values.is(Kind::undefined) ||
               (values.is(Kind::object) && values.object->sequence());
  }

  std::string run() {
    while (at_ < text_.size()) {
      if (text_[at_] != '%') {
        out_ += text_[at_++];
        continue;
      }
      ++at_;
      directive();
      state_.check_output(out_.size());
    }
    const bool left = tuple_ ? taken_ < values_.list->size : taken_ == 0 && !mapping_;
    if (left && !used_name_) throw_type("not all arguments converted during string formatting");
    return std::move(out_);
  }

 private:
  [[noreturn]] static void incomplete() { throw_value("incomplete format"); }

  char peek() const {
    if (at_ >= text_.size()) incomplete();
    return text_[at_];
  }

  Value next_value() {
    if (tuple_ && taken_ < values_.list->size) return values_.list->items[taken_++];
    if (tuple_ || taken_ != 0) throw_type("not enough arguments for format string");
    ++taken_;
    return values_;
  }

  void name() {
    if (!values_.is(Kind::dict)) throw_type("format requires a mapping");
    int depth = 1;
    const std::size_t begin = ++at_;
    for (; depth > 0; ++at_) {
      if (at_ >= text_.size()) throw_value("incomplete format key");
      if (text_[at_] == '(') ++depth;
      if (text_[at_] == ')') --depth;
    }
    const std::string_view key = text_.substr(begin, at_ - begin - 1);
    named_ = values_.dict->find(key);
    if (!named_.given()) throw Fault(FaultType::lookup_error, str_repr(key));
    used_name_ = true;
  }

  int number() {
    if (peek() == '*') {
      ++at_;
      const Value value = next_value();
      const auto given = as_index(value);
      if (!given) throw_type("* wants int");
      return static_cast<int>(std::clamp<std::int64_t>(*given, -kMaxWidth, kMaxWidth));
    }
    int out = 0;
    while (peek() >= '0' && peek() <= '9')
      out = std::min(out * 10 + (text_[at_++] - '0'), kMaxWidth);
    return out;
  }

  void directive() {
    field_ = {};
    named_ = {};
    if (peek() == '(') name();
    bool left = false;
    for (;; ++at_) {
      const char c = peek();
      if (c == '-')
        left = true;
      else if (c == '+')
        field_.sign = '+';
      else if (c == ' ')
        field_.sign = field_.sign == '+' ? '+' : ' ';
      else if (c == '#')
        field_.alternate = true;
      else if (c == '0')
        field_.zero = true;
      else
        break;
    }
    field_.width = number();
    if (field_.width < 0) {
      left = true;
      field_.width = -field_.width;
    }
    if (peek() == '.') {
      ++at_;
      field_.precision = std::max(number(), 0);
    }
    while (peek() == 'h' || peek() == 'l' || peek() == 'L') ++at_;
    field_.align = left ? '<' : '>';
    field_.type = text_[at_++];
    if (field_.type == '%') {
      out_ += '%';
      return;
    }
    convert(named_.given() ? named_ : next_value());
  }

  void convert(const Value& value) {
    switch (field_.type) {
      case 's':
      case 'r':
      case 'a': return text(value);
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X': return integer(value);
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': return floating(value);
      case 'c': return character(value);
      default: break;
    }
    // The offending character may be one of several bytes.
    const std::size_t begin = at_ - 1;
    const utf8::Decoded bad = utf8::decode_unchecked(text_.data() + begin);
    std::string code = integer_digits(bad.code_point, 'x');
    throw_value("unsupported format character '" + std::string(text_.substr(begin, bad.size)) +
                "' (0x" + code + ") at index " +
                std::to_string(utf8::count(text_.substr(0, begin))));
  }

  void text(const Value& value) {
    std::string body;
    if (field_.type == 's')
      append_str(state_, body, value);
    else
      body = field_.type == 'r' ? repr(state_, value) : ascii_repr(state_, value);
    if (markup_ && !(value.is_string() && value.string->markup && field_.type == 's')) {
      body = escape_html(body);
    }
    if (field_.precision) {
      const std::u32string chars = utf8::to_u32(body);
      body = utf8::from_u32(
          std::u32string_view(chars).substr(0, static_cast<std::size_t>(*field_.precision)));
    }
    out_ += padded(field_, "", body, '>');
  }

  std::string sign(bool negative) const {
    if (negative) return "-";
    return field_.sign == '-' ? "" : std::string(1, field_.sign);
  }

  void padded_number(const std::string& lead, const std::string& body) {
    if (field_.zero && field_.align == '>') {
      field_.fill = "0";
      field_.align = '=';
    }
    out_ += padded(field_, lead, body, '>');
  }

  void integer(const Value& value) {
    const char type = field_.type == 'i' || field_.type == 'u' ? 'd' : field_.type;
    std::int64_t number = 0;
    if (value.is(Kind::floating) && type == 'd') {
      number = truncated(value.floating);
    } else if (const auto index = as_index(value)) {
      number = *index;
    } else {
      throw_type(std::string("%") + field_.type +
                 " format: " + (type == 'd' ? "a real number" : "an integer") +
                 " is required, not " + bare_type_name(value));
    }
    const auto bits = static_cast<std::uint64_t>(number);
    std::string digits = integer_digits(number < 0 ? std::uint64_t{0} - bits : bits, type);
    if (field_.precision && static_cast<int>(digits.size()) < *field_.precision) {
      digits.insert(0, static_cast<std::size_t>(*field_.precision) - digits.size(), '0');
    }
    std::string lead = sign(number < 0);
    if (field_.alternate && type != 'd') lead += std::string("0") + type;
    padded_number(lead, digits);
  }

  void floating(const Value& value) {
    if (!is_number(value)) {
      if (value.is(Kind::undefined)) throw_undefined(state_, value);
      throw_type("must be real number, not " + bare_type_name(value));
    }
    const double number = as_double(value);
    const std::string digits = float_digits(std::fabs(number), field_.type,
                                            field_.precision.value_or(6), field_.alternate);
    padded_number(sign(std::signbit(number) && !std::isnan(number)), digits);
  }

  void character(const Value& value) {
    std::string body;
    if (value.is_string() && value.string->length == 1) {
      body = value.text();
    } else if (const auto code = as_index(value)) {
      if (*code < 0 || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000)) {
        throw Fault(FaultType::overflow, "%c arg not in range(0x110000)");
      }
      utf8::append(body, static_cast<char32_t>(*code));
    } else {
      throw_type("%c requires int or char");
    }
    out_ += padded(field_, "", body, '>');
  }

  State& state_;
  std::string_view text_;
  bool markup_;
  Value values_;
  bool tuple_ = false;
  bool mapping_ = false;
  bool used_name_ = false;
  std::size_t at_ = 0;
  std::size_t taken_ = 0;
  FieldFormat field_;
  Value named_;
  std::string out_;
};

}  // namespace

Value percent_format(State& state, const Str& text, const Value& values) {
  return state.str(PercentFormat(state, text, values).run(), text.markup);
}

}  // namespace penstock::jinja
