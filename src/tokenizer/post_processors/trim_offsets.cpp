// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/trim_offsets.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/unicode.hpp"
#include "core/utf8.hpp"
#include "tokenizer/byte_level_alphabet.hpp"

namespace penstock::post_processors {
namespace {

bool is_space(char32_t c) { return c == byte_level::to_char(' ') || unicode::is_whitespace(c); }

// Length in characters of the white space at the beginning and at the end. A token of white space
// alone counts at both.
struct Margins {
  std::uint32_t leading = 0;
  std::uint32_t trailing = 0;
};

Margins margins_of(std::string_view token) {
  Margins margins;
  bool only_spaces = true;
  for (std::size_t at = 0; at < token.size();) {
    const auto decoded = utf8::decode_unchecked(token.data() + at);
    at += decoded.size;
    if (is_space(decoded.code_point)) {
      ++margins.trailing;
      if (only_spaces) ++margins.leading;
    } else {
      margins.trailing = 0;
      only_spaces = false;
    }
  }
  return margins;
}

}  // namespace

Offsets trimmed(std::string_view token, Offsets offsets, bool is_first, bool add_prefix_space) {
  Margins margins = margins_of(token);
  // A single space at the beginning of a text is the one that add_prefix_space put there.
  is_first = is_first || offsets.begin == 0;
  if (is_first && add_prefix_space && margins.leading == 1) margins.leading = 0;
  if (margins.leading > 0) {
    offsets.begin = std::min(offsets.begin + margins.leading, offsets.end);
  }
  if (margins.trailing > 0 && offsets.end >= margins.trailing) {
    offsets.end = std::max(offsets.end - margins.trailing, offsets.begin);
  }
  return offsets;
}

void trim_offsets(EngineEncoding& encoding, bool add_prefix_space) {
  for (std::size_t i = 0; i < encoding.size(); ++i) {
    encoding.offsets[i] =
        trimmed(encoding.tokens[i], encoding.offsets[i], i == 0, add_prefix_space);
  }
  for (EngineEncoding& window : encoding.overflowing) trim_offsets(window, add_prefix_space);
}

}  // namespace penstock::post_processors
