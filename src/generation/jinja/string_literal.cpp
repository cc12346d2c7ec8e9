// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/string_literal.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "core/utf8.hpp"

namespace penstock::jinja {
namespace {

constexpr std::string_view kSimple = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";

// Jinja writes a character beyond ASCII as an escape first, so that a backslash before it falls to
// the escape's own: "\é" reads as the five characters \xe9.
void append_broken_escape(std::string& out, char32_t c) {
  std::array<char, 16> text{};
  const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(text.data(), text.size(), format, static_cast<unsigned>(c));
  out += text.data();
}

class Decoder {
 public:
  explicit Decoder(std::string_view body) : body_(body) {}

  DecodedLiteral run() {
    while (at_ < body_.size() && out_.error.empty()) {
      if (body_[at_] != '\\') {
        out_.text += body_[at_++];
        continue;
      }
      ++at_;
      escape();
    }
    return std::move(out_);
  }

 private:
  void escape() {
    const char c = body_[at_];
    if (c == '\n') {
      ++at_;
      return;
    }
    for (std::size_t i = 0; i < kSimple.size(); i += 2) {
      if (kSimple[i] != c) continue;
      out_.text += kSimple[i + 1];
      ++at_;
      return;
    }
    if (c >= '0' && c <= '7') return octal();
    if (c == 'x') return hexadecimal(2, "truncated \\xXX escape");
    if (c == 'u') return hexadecimal(4, "truncated \\uXXXX escape");
    if (c == 'U') return hexadecimal(8, "truncated \\UXXXXXXXX escape");
    if (c == 'N') {
      out_.error = "character names (\\N{...}) are not supported in chat templates";
      return;
    }
    const utf8::Decoded next = utf8::decode_unchecked(body_.data() + at_);
    at_ += next.size;
    if (next.code_point < 0x80) {
      out_.text += '\\';
      out_.text += c;
    } else {
      append_broken_escape(out_.text, next.code_point);
    }
  }

  void octal() {
    char32_t value = 0;
    for (int i = 0; i < 3 && at_ < body_.size() && body_[at_] >= '0' && body_[at_] <= '7'; ++i) {
      value = value * 8 + static_cast<char32_t>(body_[at_++] - '0');
    }
    utf8::append(out_.text, value);
  }

  void hexadecimal(std::size_t count, const char* truncated) {
    const std::string_view digits = body_.substr(at_ + 1, count);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != count || error != std::errc() || end != digits.data() + count) {
      out_.error = truncated;
    } else if (value > 0x10FFFF) {
      out_.error = "illegal Unicode character";
    } else if (value >= 0xD800 && value < 0xE000) {
      out_.error = "a surrogate is no character; write the character itself";
    } else {
      utf8::append(out_.text, value);
      at_ += 1 + count;
    }
  }

  std::string_view body_;
  std::size_t at_ = 0;
  DecodedLiteral out_;
};

}  // namespace

DecodedLiteral decode_string_literal(std::string_view body) { return Decoder(body).run(); }

}  // namespace penstock::jinja
