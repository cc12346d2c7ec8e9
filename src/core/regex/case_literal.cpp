// SPDX-License-Identifier: Apache-2.0
#include "core/regex/case_literal.hpp"

#include <string>
#include <utility>

#include "core/regex/case_fold.hpp"

namespace penstock::regex {
namespace {

NodePtr variants_of(std::u32string_view sequence) {
  NodePtr list = make_node(NodeKind::concat);
  for (const char32_t c : sequence) list->children.push_back(make_set(single_variants(c)));
  return list;
}

// `sequence`, each of its characters in any case, or one character that folds to it.
NodePtr sequence_or_source(std::u32string_view sequence) {
  NodePtr choice = make_parent(NodeKind::alternate, variants_of(sequence));
  choice->children.push_back(make_set(sources_of(sequence)));
  return choice;
}

// How `c` takes part in a longer fold: its own fold if that is a single character.
char32_t simple_fold(char32_t c) {
  const std::u32string folded = full_fold(c);
  return folded.size() == 1 ? folded.front() : c;
}

// The longest folded sequence (three or two characters) at the start of `text` that some single
// character folds to; empty if there is none.
std::u32string shared_sequence(std::u32string_view text) {
  for (const size_t length : {size_t{3}, size_t{2}}) {
    if (text.size() < length) continue;
    std::u32string folded;
    for (const char32_t c : text.substr(0, length)) folded.push_back(simple_fold(c));
    if (!sources_of(folded).empty()) return folded;
  }
  return {};
}

NodePtr one_character(char32_t c, bool in_look_behind) {
  const std::u32string folded = full_fold(c);
  if (folded.size() > 1) {
    return in_look_behind ? make_set(sources_of(folded)) : sequence_or_source(folded);
  }
  CodeSet variants = single_variants(c);
  const bool is_alone = variants == CodeSet(c);
  return is_alone ? make_literal({c}, false) : make_set(std::move(variants));
}

}  // namespace

NodePtr expand_case(std::u32string_view text, bool in_look_behind) {
  NodePtr list = make_node(NodeKind::concat);
  while (!text.empty()) {
    const std::u32string shared = in_look_behind ? std::u32string() : shared_sequence(text);
    if (!shared.empty()) {
      list->children.push_back(sequence_or_source(shared));
      text.remove_prefix(shared.size());
    } else {
      list->children.push_back(one_character(text.front(), in_look_behind));
      text.remove_prefix(1);
    }
  }
  return list;
}

}  // namespace penstock::regex
