// SPDX-License-Identifier: Apache-2.0
#include "utf8_text.hpp"

#include <algorithm>
#include <clocale>
#include <cwchar>

namespace penstock::cli {
namespace {

// wcwidth() knows wide and combining characters in a UTF-8 locale only.
bool have_widths() {
  static const bool kDone = std::setlocale(LC_CTYPE, "C.UTF-8") != nullptr;
  return kDone;
}

std::size_t character_width(std::string_view character) {
  if (character.size() == 1 || !have_widths()) return 1;
  const int width = ::wcwidth(static_cast<wchar_t>(utf8_decode(character)));
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

std::size_t step(std::string_view text) {
  const std::size_t length = utf8_length(text);
  return length == 0 ? 1 : length;
}

// Where a line of at most `width` columns ends in `text`, which does not fit as a whole.
std::size_t break_place(std::string_view text, std::size_t width) {
  const std::size_t most = fitting_bytes(text, width);
  if (text[most] == ' ') return most;
  const std::size_t space = text.substr(0, most).rfind(' ');
  if (space != std::string_view::npos && space > 0) return space;
  const std::size_t mark = text.substr(0, most).find_last_of("/-_");
  return mark != std::string_view::npos && mark >= most / 2 ? mark + 1 : most;
}

void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& out) {
  while (display_width(line) > width) {
    const std::size_t place = break_place(line, width);
    std::string_view front = line.substr(0, place);
    while (front.ends_with(' ')) front.remove_suffix(1);
    out.emplace_back(front);
    line.remove_prefix(place);
    while (line.starts_with(' ')) line.remove_prefix(1);
  }
  out.emplace_back(line);
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return 0;
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

char32_t utf8_decode(std::string_view character) noexcept {
  constexpr unsigned char kLeadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t code = static_cast<unsigned char>(character[0]) & kLeadBits[character.size()];
  for (const char c : character.substr(1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return code;
}

std::string printable(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const char32_t code = length == 0 ? 0xFFFD : utf8_decode(text.substr(0, length));
    const bool bidi = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    if (code == '\n') {
      out += "\\n";
    } else if (code == '\t') {
      out += "\\t";
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
      out += "\\x";
      out += kHex[code >> 4];
      out += kHex[code & 15];
    } else if (length == 0 || bidi) {
      out += kReplacement;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const std::size_t length = step(text);
    width += character_width(text.substr(0, length));
    text.remove_prefix(length);
  }
  return width;
}

std::size_t fitting_bytes(std::string_view text, std::size_t width) {
  std::size_t place = 0;
  std::size_t used = 0;
  while (place < text.size()) {
    const std::size_t length = step(text.substr(place));
    used += character_width(text.substr(place, length));
    if (used > width && place > 0) break;
    place += length;
  }
  return place;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width <= 3) return std::string(text.substr(0, fitting_bytes(text, width)));
  return std::string(text.substr(0, fitting_bytes(text, width - 3))) + "...";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    wrap_line(text.substr(begin, end - begin), width == 0 ? 1 : width, out);
    begin = end + 1;
  }
  return out;
}

}  // namespace penstock::cli
