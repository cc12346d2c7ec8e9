// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/clean_up.hpp"

#include <array>
#include <utility>

#include "core/python_str.hpp"

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

}  // namespace

std::string clean_up(std::string_view text) {
  std::string out(text);
  if (out.find(' ') == std::string::npos) return out;
  for (const auto& [from, to] : kCleanUp) {
    if (out.find(from) != std::string::npos) out = python::replace_all(out, from, to);
  }
  return out;
}

}  // namespace penstock::decoders
