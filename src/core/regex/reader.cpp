// SPDX-License-Identifier: Apache-2.0
#include "core/regex/reader.hpp"

#include <algorithm>
#include <penstock/error.hpp>

#include "core/utf8.hpp"

namespace penstock::regex {
namespace {

// The value of a digit in base 16; 16 for anything else.
unsigned digit_value(char32_t c) noexcept {
  if (c >= U'0' && c <= U'9') return static_cast<unsigned>(c - U'0');
  if (c >= U'a' && c <= U'f') return static_cast<unsigned>(c - U'a') + 10;
  if (c >= U'A' && c <= U'F') return static_cast<unsigned>(c - U'A') + 10;
  return 16;
}

}  // namespace

PatternReader::PatternReader(std::string_view pattern) : pattern_(pattern) {
  if (!utf8::is_valid(pattern)) {
    throw Error(ErrorCode::invalid_argument,
                "a regular expression must be valid UTF-8; it is not at byte " +
                    std::to_string(utf8::valid_prefix(pattern)));
  }
  characters_ = utf8::to_u32(pattern);
}

char32_t PatternReader::peek(size_t ahead) const noexcept {
  return at_ + ahead < characters_.size() ? characters_[at_ + ahead] : char32_t{0xFFFFFFFF};
}

bool PatternReader::accept(char32_t c) noexcept {
  if (peek() != c) return false;
  ++at_;
  return true;
}

bool PatternReader::has_unescaped(char32_t c) const noexcept {
  for (size_t i = at_; i < characters_.size(); ++i) {
    if (characters_[i] == c) return true;
    if (characters_[i] == U'\\') ++i;
  }
  return false;
}

size_t PatternReader::read_digits(unsigned base, size_t limit, char32_t& value) noexcept {
  size_t digits = 0;
  value = 0;
  while (digits < limit && digit_value(peek()) < base) {
    // Saturates instead of wrapping; every caller refuses values this large.
    value = std::min<char32_t>(value, 0x0FFFFFFF) * base + digit_value(next());
    ++digits;
  }
  return digits;
}

std::string PatternReader::where() const {
  size_t byte = 0;
  for (size_t i = 0; i < at_; ++i) byte += utf8::encoded_length(characters_[i]);
  return " at byte " + std::to_string(byte) + " of the regular expression '" + pattern_ + "'";
}

void PatternReader::fail(std::string_view reason) const {
  throw Error(ErrorCode::invalid_argument, std::string(reason) + where());
}

void PatternReader::fail_unsupported(std::string_view what) const {
  throw Error(ErrorCode::unsupported,
              std::string(what) + " (not supported by this engine)" + where());
}

}  // namespace penstock::regex
