// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/split_behavior.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tokenizer/json_view.hpp"

namespace penstock {
namespace {

constexpr std::array<std::pair<std::string_view, SplitBehavior>, 5> kNames{{
    {"Removed", SplitBehavior::removed},
    {"Isolated", SplitBehavior::isolated},
    {"MergedWithPrevious", SplitBehavior::merged_with_previous},
    {"MergedWithNext", SplitBehavior::merged_with_next},
    {"Contiguous", SplitBehavior::contiguous},
}};

// Folds the spans in their order: one joins its predecessor where `joins(is_match, previous)`.
// The predecessor of the first one counts as no match.
template <typename Joins>
void fold(std::vector<MatchSpan>& spans, Joins joins) {
  std::size_t kept = 0;
  bool previous = false;
  for (const MatchSpan span : spans) {
    if (joins(span.is_match, previous) && kept > 0) {
      spans[kept - 1].begin = std::min(spans[kept - 1].begin, span.begin);
      spans[kept - 1].end = std::max(spans[kept - 1].end, span.end);
    } else {
      spans[kept++] = span;
    }
    previous = span.is_match;
  }
  spans.resize(kept);
}

}  // namespace

SplitBehavior split_behavior_from_json(const JsonView& json) {
  const std::string_view name = json.as_string();
  for (const auto& [known, behavior] : kNames) {
    if (name == known) return behavior;
  }
  json.fail("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous");
}

void apply_split_behavior(SplitBehavior behavior, std::vector<MatchSpan>& spans) {
  const auto new_match = [](bool is_match, bool previous) { return is_match && !previous; };
  switch (behavior) {
    case SplitBehavior::isolated: return;
    case SplitBehavior::removed:
      std::erase_if(spans, [](const MatchSpan& span) { return span.is_match; });
      return;
    case SplitBehavior::contiguous:
      fold(spans, [](bool is_match, bool previous) { return is_match == previous; });
      return;
    case SplitBehavior::merged_with_previous: fold(spans, new_match); return;
    case SplitBehavior::merged_with_next:
      std::reverse(spans.begin(), spans.end());
      fold(spans, new_match);
      std::reverse(spans.begin(), spans.end());
      return;
  }
}

void find_spans(const Regex& regex, std::string_view text, std::vector<MatchSpan>& spans) {
  thread_local std::vector<Span> matches;
  spans.clear();
  if (text.empty()) return;
  regex.find_all(text, matches);
  std::size_t last = 0;
  const auto add = [&spans](std::size_t begin, std::size_t end, bool is_match) {
    spans.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), is_match});
  };
  for (const Span& match : matches) {
    if (last != match.begin) add(last, match.begin, false);
    add(match.begin, match.end, true);
    last = match.end;
  }
  if (last != text.size()) add(last, text.size(), false);
}

}  // namespace penstock
