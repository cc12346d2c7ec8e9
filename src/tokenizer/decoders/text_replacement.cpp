// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/text_replacement.hpp"

#include <array>
#include <utility>

#include "core/utf8.hpp"

namespace penstock::decoders {
namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

// One after the other, in this order.
constexpr std::array kCleanUp{
    Replacement{" .", "."},     Replacement{" ?", "?"},           Replacement{" !", "!"},
    Replacement{" ,", ","},     Replacement{" ' ", "'"},          Replacement{" n't", "n't"},
    Replacement{" 'm", "'m"},   Replacement{" do not", " don't"}, Replacement{" 's", "'s"},
    Replacement{" 've", "'ve"}, Replacement{" 're", "'re"},
};

std::string surround_characters(std::string_view text, std::string_view with) {
  std::string out(with);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(text[at]));
    out.append(text.substr(at, size)).append(with);
    at += size;
  }
  return out;
}

}  // namespace

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) return surround_characters(text, to);
  std::string out;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string_view::npos;
       hit = text.find(from, at)) {
    out.append(text.substr(at, hit - at)).append(to);
    at = hit + from.size();
  }
  return out.append(text.substr(at));
}

std::string clean_up(std::string_view text) {
  std::string out(text);
  if (out.find(' ') == std::string::npos) return out;
  for (const auto& [from, to] : kCleanUp) {
    if (out.find(from) != std::string::npos) out = replace_all(out, from, to);
  }
  return out;
}

}  // namespace penstock::decoders
