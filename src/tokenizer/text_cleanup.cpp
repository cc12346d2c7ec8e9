// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/text_cleanup.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "core/python_str.hpp"

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
  for (const auto& [from, to] : kReplacements) {
    if (text.find(from) != std::string::npos) text = python::replace_all(text, from, to);
  }
}

void replace_end_of_word(std::string& text, std::string_view suffix) {
  if (!suffix.empty()) text = python::replace_all(text, suffix, " ");
  text = std::string(python::strip(text));
}

}  // namespace penstock
