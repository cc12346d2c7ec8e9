// SPDX-License-Identifier: Apache-2.0
// A pattern and a text, separated by the first zero byte: compiling and searching end.
#include <vector>

#include "core/regex.hpp"
#include "core/utf8.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  const std::string_view input = fuzz::text_of(data, size);
  const std::size_t cut = input.find('\0');
  const std::string_view text = cut == std::string_view::npos ? "" : input.substr(cut + 1);
  if (!utf8::is_valid(input)) return 0;
  fuzz::answer([&] {
    const Regex regex = Regex::compile(input.substr(0, cut));
    std::vector<Span> matches;
    regex.find_all(text, matches);
    std::size_t last = 0;
    for (const Span& match : matches) {
      fuzz::require(match.begin >= last && match.begin <= match.end && match.end <= text.size(),
                    "matches are in order and inside the text");
      last = match.end;
    }
  });
  return 0;
}
