// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/regex.hpp"
#include "core/utf8.hpp"

namespace penstock {

class JsonView;

// What becomes of the matches of a pattern that cuts a text (SplitDelimiterBehavior).
enum class SplitBehavior { removed, isolated, merged_with_previous, merged_with_next, contiguous };

// "Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous".
[[nodiscard]] SplitBehavior split_behavior_from_json(const JsonView& json);

// Bytes [begin, end) of a text: a match of the pattern, or what lies between two matches. A list of
// them covers the text without gaps.
struct MatchSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool is_match = false;
};

// Turns the matches into the parts that are kept, in order.
void apply_split_behavior(SplitBehavior behavior, std::vector<MatchSpan>& spans);

// Replaces `spans` by the matches of a regex and what lies between (Pattern::find_matches).
void find_spans(const Regex& regex, std::string_view text, std::vector<MatchSpan>& spans);

// The same for single characters.
template <typename Predicate>
void find_spans_if(Predicate is_match, std::string_view text, std::vector<MatchSpan>& spans) {
  spans.clear();
  std::uint32_t last = 0;
  for (std::uint32_t i = 0; i < text.size();) {
    const auto c = utf8::decode_unchecked(text.data() + i);
    if (is_match(c.code_point)) {
      if (last < i) spans.push_back({last, i, false});
      last = i + c.size;
      spans.push_back({i, last, true});
    }
    i += c.size;
  }
  if (last < text.size()) spans.push_back({last, static_cast<std::uint32_t>(text.size()), false});
}

}  // namespace penstock
