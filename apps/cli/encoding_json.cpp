// SPDX-License-Identifier: Apache-2.0
#include "encoding_json.hpp"

#include <charconv>
#include <string_view>

#include "json_lines.hpp"

namespace penstock::cli {
namespace {

void write_number(std::string& out, std::uint32_t number) {
  char digits[12];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

template <typename Items, typename Write>
void write_list(std::string& out, std::string_view key, const Items& items, Write&& write) {
  out += key;
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(item);
  }
  out += ']';
}

void write_window(std::string& out, const Encoding& window) {
  const auto number = [&](std::uint32_t n) { write_number(out, n); };
  write_list(out, "\"ids\":", window.ids, number);
  write_list(out, ",\"type_ids\":", window.type_ids, number);
  write_list(out, ",\"tokens\":", window.tokens(),
             [&](const std::string& token) { write_json(out, std::string_view(token)); });
  write_list(out, ",\"offsets\":", window.offsets, [&](const Offsets& span) {
    out += '[';
    write_number(out, span.begin);
    out += ',';
    write_number(out, span.end);
    out += ']';
  });
  write_list(out, ",\"attention_mask\":", window.attention_mask, number);
  write_list(out, ",\"special_tokens_mask\":", window.special_tokens_mask, number);
}

}  // namespace

void write_json(std::string& out, const Encoding& encoding) {
  out += '{';
  write_window(out, encoding);
  write_list(out, ",\"overflowing\":", encoding.overflowing, [&](const Encoding& window) {
    out += '{';
    write_window(out, window);
    out += '}';
  });
  out += '}';
}

}  // namespace penstock::cli
