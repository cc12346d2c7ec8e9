// SPDX-License-Identifier: Apache-2.0
#include "tasks/python_strip.hpp"

#include "core/unicode.hpp"
#include "core/utf8.hpp"

namespace penstock {
namespace {

bool is_space(char32_t c) noexcept { return unicode::is_whitespace(c) || (c >= 0x1C && c <= 0x1F); }

}  // namespace

std::string_view python_strip(std::string_view text) noexcept {
  while (!text.empty()) {
    const utf8::Decoded first = utf8::decode_unchecked(text.data());
    if (!is_space(first.code_point)) break;
    text.remove_prefix(first.size);
  }
  while (!text.empty()) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && utf8::is_continuation(text[begin])) --begin;
    if (!is_space(utf8::decode_unchecked(text.data() + begin).code_point)) break;
    text = text.substr(0, begin);
  }
  return text;
}

}  // namespace penstock
