// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/text_cleanup.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "core/unicode.hpp"
#include "core/utf8.hpp"

namespace penstock {
namespace {

// In the order in which they are replaced.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kReplacements{{
    {" .", "."},
    {" ?", "?"},
    {" !", "!"},
    {" ,", ","},
    {" ' ", "'"},
    {" n't", "n't"},
    {" 'm", "'m"},
    {" 's", "'s"},
    {" 've", "'ve"},
    {" 're", "'re"},
}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::size_t at = text.find(from);
  if (at == std::string::npos) return;
  std::string result;
  std::size_t copied = 0;
  for (; at != std::string::npos; at = text.find(from, copied)) {
    result.append(text, copied, at - copied).append(to);
    copied = at + from.size();
  }
  text = result.append(text, copied);
}

// End of the time stamp <|digits.digits|> that starts at `at`; `at` itself when there is none.
std::size_t timestamp_end(std::string_view text, std::size_t at) {
  std::size_t end = at + 2;
  const auto skip_digits = [&] {
    const std::size_t begin = end;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    return end > begin;
  };
  if (!skip_digits() || text.substr(end, 1) != ".") return at;
  ++end;
  if (!skip_digits() || text.substr(end, 2) != "|>") return at;
  return end + 2;
}

// Python's str.isspace also counts the four information separators.
bool is_python_space(char32_t c) { return unicode::is_whitespace(c) || (c >= 0x1C && c <= 0x1F); }

}  // namespace

void remove_timestamps(std::string& text) {
  std::string kept;
  std::size_t copied = 0;
  for (std::size_t at = text.find("<|"); at != std::string::npos; at = text.find("<|", at)) {
    const std::size_t end = timestamp_end(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    kept.append(text, copied, at - copied);
    at = copied = end;
  }
  text = kept.append(text, copied);
}

void clean_up_tokenization(std::string& text) {
  for (const auto& [from, to] : kReplacements) replace_all(text, from, to);
}

void replace_end_of_word(std::string& text, std::string_view suffix) {
  if (!suffix.empty()) replace_all(text, suffix, " ");
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto c = utf8::decode_unchecked(text.data() + begin);
    if (!is_python_space(c.code_point)) break;
    begin += c.size;
  }
  std::size_t end = text.size();
  while (end > begin) {
    std::size_t start = end - 1;
    while (utf8::is_continuation(text[start])) --start;
    if (!is_python_space(utf8::decode_unchecked(text.data() + start).code_point)) break;
    end = start;
  }
  text = text.substr(begin, end - begin);
}

}  // namespace penstock
