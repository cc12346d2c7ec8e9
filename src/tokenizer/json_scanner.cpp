// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/json_scanner.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

#include "tokenizer/serde_number.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace penstock {
namespace {

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// The first of a string's bytes that is not plain: a quote, a backslash, a control character.
const char* find_special(const char* at) noexcept {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (;; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i marks =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, marks)));
    if (bits != 0) return at + std::countr_zero(bits);
  }
#else
  while (*at != '"' && *at != '\\' && static_cast<std::uint8_t>(*at) >= 0x20) ++at;
  return at;
#endif
}

std::optional<char32_t> read_hex4(const char* at) noexcept {
  char32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    char32_t digit = 0;
    if (is_digit(c)) {
      digit = static_cast<char32_t>(c - '0');
    } else if (const char lower = static_cast<char>(c | 0x20); lower >= 'a' && lower <= 'f') {
      digit = static_cast<char32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
    value = value << 4 | digit;
  }
  return value;
}

// What follows "\u", with a second half where the first asks for one. The zeroes behind the text
// end it.
struct Escaped {
  char32_t code_point;
  std::size_t size;
};
std::optional<Escaped> read_unicode_escape(const char* at) noexcept {
  const auto first = read_hex4(at);
  if (!first) return std::nullopt;
  if (*first < 0xD800 || *first > 0xDFFF) return Escaped{*first, 4};
  if (*first > 0xDBFF || at[4] != '\\' || at[5] != 'u') return std::nullopt;
  const auto second = read_hex4(at + 6);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
  return Escaped{0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00), 10};
}

char* write_utf8(char32_t c, char* to) noexcept {
  const auto put = [&to](char32_t byte) { *to++ = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
    return to;
  }
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
  return to;
}

// Copies [from, end) by blocks: reads and writes up to kBlock bytes behind it.
constexpr std::size_t kBlock = 16;
char* copy_short(const char* from, const char* end, char* to) noexcept {
  for (; end - from > static_cast<std::ptrdiff_t>(kBlock); from += kBlock, to += kBlock) {
    std::memcpy(to, from, kBlock);
  }
  std::memcpy(to, from, kBlock);
  return to + (end - from);
}

constexpr char short_escape(char c) noexcept {
  switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
  }
}

// A number's parts, as serde_json gathers them.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
  int count = 0;  // of digits, without zeroes in front
};

void add_digits(const char*& at, Decimal& number, int exponent_step) noexcept {
  for (; is_digit(*at); ++at) {
    number.digits = number.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    number.exponent += exponent_step;
    if (number.digits != 0) ++number.count;
  }
}

}  // namespace

void JsonScanner::skip_long_space() noexcept {
#if defined(__SSE2__)
  while (end_ - at_ >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at_));
    const __m128i blank = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(blank));
    at_ += std::countr_one(bits);
    if (bits != 0xFFFFU) break;
  }
#endif
  while (at_ < end_ && is_space(*at_)) ++at_;
}

bool JsonScanner::string(TextArena& escapes, std::string_view& out) {
  if (!take('"')) return false;
  const char* const from = at_;
  const char* const special = find_special(from);
  if (special >= end_) return fail();
  if (*special != '"') return string_with_escapes(from, escapes, out);
  out = {from, static_cast<std::size_t>(special - from)};
  at_ = special + 1;
  return true;
}

bool JsonScanner::string_with_escapes(const char* from, TextArena& escapes, std::string_view& out) {
  at_ = from;
  if (!skip_string()) return false;
  const char* const quote = at_ - 1;
  char* const room = escapes.allocate<char>(static_cast<std::size_t>(quote - from) + kBlock);
  char* to = room;
  for (const char* at = from; at < quote;) {
    const char* const special = std::min(find_special(at), quote);
    to = copy_short(at, special, to);
    at = special;
    if (at == quote) break;
    if (*at != '\\') return fail();  // a control character
    if (at[1] == 'u') {
      const auto escaped = read_unicode_escape(at + 2);
      if (!escaped) return fail();
      to = write_utf8(escaped->code_point, to);
      at += 2 + escaped->size;
      continue;
    }
    const char plain = short_escape(at[1]);
    if (plain == '\0') return fail();
    *to++ = plain;
    at += 2;
  }
  out = {room, static_cast<std::size_t>(to - room)};
  return true;
}

// Behind the closing quote of the string in which we are.
bool JsonScanner::skip_string() noexcept {
  for (const char* at = at_; at < end_;) {
    at = find_special(at);
    if (at >= end_) break;
    if (*at == '"') {
      at_ = at + 1;
      return true;
    }
    at += *at == '\\' ? 2 : 1;
  }
  return fail();
}

bool JsonScanner::number(std::uint32_t& out) noexcept {
  if (!is_digit(peek())) return fail();
  const char* at = at_;
  std::uint64_t value = 0;
  for (int digits = 0; is_digit(*at); ++at) {
    value = value * 10 + static_cast<std::uint64_t>(*at - '0');
    if (++digits > 10) return fail();
  }
  const bool leading_zero = *at_ == '0' && at - at_ > 1;
  const bool whole = is_space(*at) || *at == ',' || *at == '}' || *at == ']';
  if (leading_zero || !whole || value > std::numeric_limits<std::uint32_t>::max()) return fail();
  at_ = at;
  out = static_cast<std::uint32_t>(value);
  return true;
}

bool JsonScanner::number(JsonNumbers numbers, double& out) noexcept {
  constexpr int kMostDigits = 19;        // fit in 64 bits, whatever they are
  constexpr int kLargestExponent = 280;  // far from infinity
  (void)peek();
  const char* const from = at_;
  const char* at = from + (*from == '-' ? 1 : 0);
  if (!is_digit(*at) || (*at == '0' && is_digit(at[1]))) return fail();
  Decimal number;
  add_digits(at, number, 0);
  if (*at == '.') {
    if (!is_digit(*++at)) return fail();
    add_digits(at, number, -1);
  } else if (number.count == kMostDigits) {
    return fail();  // may be beyond any whole number of simdjson's
  }
  if (*at == 'e' || *at == 'E') {
    const bool negative = *++at == '-';
    if (*at == '-' || *at == '+') ++at;
    Decimal exponent;
    if (!is_digit(*at)) return fail();
    add_digits(at, exponent, 0);
    if (exponent.count > 3) return fail();
    number.exponent += static_cast<int>(exponent.digits) * (negative ? -1 : 1);
  }
  if (number.count > kMostDigits || std::abs(number.exponent) > kLargestExponent) return fail();
  if (numbers == JsonNumbers::exact) {
    if (std::from_chars(from, at, out).ec != std::errc()) return fail();
  } else {
    out = std::copysign(serde_value(number.digits, number.exponent), *from == '-' ? -1.0 : 1.0);
  }
  at_ = at;
  return true;
}

bool JsonScanner::skip_value() noexcept {
  constexpr int kDeepest = 1024;
  int depth = 0;
  do {
    switch (peek()) {
      case '\0': return fail();
      case '"':
        ++at_;
        if (!skip_string()) return false;
        break;
      case '{':
      case '[':
        ++at_;
        if (++depth > kDeepest) return fail();
        break;
      case '}':
      case ']':
        ++at_;
        if (--depth < 0) return fail();
        break;
      case ',':
      case ':':
        if (depth == 0) return fail();
        ++at_;
        break;
      default:
        while (at_ < end_ && !is_space(*at_) &&
               std::string_view(",:{}[]\"").find(*at_) == std::string_view::npos) {
          ++at_;
        }
    }
  } while (depth > 0);
  return true;
}

}  // namespace penstock
