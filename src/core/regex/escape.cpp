// SPDX-License-Identifier: Apache-2.0
#include "core/regex/escape.hpp"

#include <optional>
#include <string>
#include <utility>

#include "core/regex/property.hpp"
#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

Escape character(char32_t c) { return {Escape::Kind::character, c, {}}; }
Escape code(char32_t c) { return {Escape::Kind::code, c, {}}; }

Escape set(CodeSet members, bool negated) {
  if (negated) members.complement();
  return {Escape::Kind::set, 0, std::move(members)};
}

Escape read_property(PatternReader& reader, bool negated, bool in_class) {
  if (reader.accept(U'^')) negated = !negated;
  std::u32string name;
  while (!reader.accept(U'}')) {
    const char32_t c = reader.peek();
    if (reader.at_end() || c == U'(' || c == U')' || c == U'{' || c == U'|') {
      reader.fail("a property name without '}'");
    }
    name.push_back(reader.next());
  }
  const std::string utf8_name = utf8::from_u32(name);
  if (!in_class && is_word_property(utf8_name)) return set(bare_word_set(), negated);
  std::optional<CodeSet> members = find_property(utf8_name);
  if (!members) reader.fail("invalid character property name {" + utf8_name + "}");
  return set(*std::move(members), negated);
}

// One byte given as a number. Bytes from 0x80 on must be followed by the rest of a UTF-8 character.
Escape read_bytes(PatternReader& reader, char32_t first) {
  if (first < 0x80) return code(first);
  std::string bytes(1, static_cast<char>(first));
  const uint32_t length = utf8::length_from_lead(static_cast<uint8_t>(first));
  while (bytes.size() < length) {
    char32_t byte = 0;
    if (!reader.accept(U'\\') || !reader.accept(U'x') || reader.read_digits(16, 2, byte) == 0)
      break;
    bytes.push_back(static_cast<char>(byte));
  }
  if (bytes.size() != length || !utf8::is_valid(bytes)) {
    reader.fail("byte escapes that are no whole UTF-8 character (write \\x{..} for a code point)");
  }
  return code(utf8::decode_unchecked(bytes.data()).code_point);
}

// \x{H..} and \o{O..}, after the brace. Nothing if there are no digits: the letter stands for
// itself then.
std::optional<Escape> read_braced(PatternReader& reader, unsigned base, size_t limit) {
  char32_t value = 0;
  if (reader.read_digits(base, limit, value) == 0) return std::nullopt;
  if (reader.accept(U'}')) return code(value);
  if (reader.peek() == U' ' || reader.peek() == U'\n') {
    reader.fail_unsupported("a sequence of code points in one escape");
  }
  reader.fail("invalid code point value");
}

Escape read_number(PatternReader& reader, char32_t letter) {
  const size_t start = reader.position();
  if (reader.accept(U'{') && letter != U'u') {
    const bool hex = letter == U'x';
    if (std::optional<Escape> braced = read_braced(reader, hex ? 16 : 8, hex ? 8 : 11)) {
      return *std::move(braced);
    }
    reader.rewind(start);
    return character(letter);
  }
  reader.rewind(start);
  if (letter == U'o') return character(letter);
  char32_t value = 0;
  if (letter == U'u') {
    if (!reader.at_end() && reader.read_digits(16, 4, value) != 4) {
      reader.fail("\\u needs four hexadecimal digits");
    }
    return start == reader.position() ? character(letter) : code(value);
  }
  if (reader.at_end()) return character(letter);
  reader.read_digits(16, 2, value);
  return read_bytes(reader, value);
}

// `first` and up to two more octal digits.
Escape read_octal(PatternReader& reader, char32_t first) {
  char32_t value = first - U'0';
  for (int more = 0; more < 2; ++more) {
    char32_t digit = 0;
    if (reader.read_digits(8, 1, digit) == 0) break;
    value = value * 8 + digit;
  }
  if (value > 0xFF) reader.fail("too big number");
  return read_bytes(reader, value);
}

Escape read_control(PatternReader& reader) {
  if (reader.at_end()) reader.fail("end of pattern at control");
  const char32_t c = reader.next();
  if (c == U'?') return code(0x7F);
  if (c == U'\\') reader.fail_unsupported("an escaped control character");
  return read_bytes(reader, c & 0x9F);
}

std::optional<Escape> read_type(PatternReader& reader, char32_t letter, bool in_class) {
  switch (letter) {
    case U'w':
    case U'W': return set(in_class ? property("word") : bare_word_set(), letter == U'W');
    case U'd':
    case U'D': return set(property("digit"), letter == U'D');
    case U's':
    case U'S': return set(property("space"), letter == U'S');
    case U'h':
    case U'H': return set(property("xdigit"), letter == U'H');
    case U'p':
    case U'P':
      if (!reader.accept(U'{')) return character(letter);
      return read_property(reader, letter == U'P', in_class);
    default: return std::nullopt;
  }
}

char32_t control_letter(char32_t letter) noexcept {
  switch (letter) {
    case U'n': return U'\n';
    case U't': return U'\t';
    case U'r': return U'\r';
    case U'f': return U'\f';
    case U'a': return 0x07;
    case U'b': return 0x08;
    case U'e': return 0x1B;
    case U'v': return 0x0B;
    default: return letter;
  }
}

}  // namespace

Escape read_escape(PatternReader& reader, bool in_class) {
  if (reader.at_end()) reader.fail("end of pattern at escape");
  const char32_t letter = reader.next();
  if (std::optional<Escape> type = read_type(reader, letter, in_class)) return *std::move(type);
  switch (letter) {
    case U'x':
    case U'u':
    case U'o': return read_number(reader, letter);
    case U'c': return read_control(reader);
    case U'C':
      if (!reader.accept(U'-')) reader.fail("invalid control-code syntax");
      return read_control(reader);
    case U'M': reader.fail_unsupported("\\M-x");
    default: break;
  }
  if (letter >= U'0' && letter <= U'7') return read_octal(reader, letter);
  const char32_t value = control_letter(letter);
  return value == letter ? character(letter) : code(value);
}

}  // namespace penstock::regex
