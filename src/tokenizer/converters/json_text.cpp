// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/json_text.hpp"

#include <array>
#include <charconv>

namespace penstock::converters {
namespace {

template <typename Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append_json_number(std::string& out, double value) { append_number(out, value); }

void append_json_number(std::string& out, std::uint32_t value) { append_number(out, value); }

}  // namespace penstock::converters
