// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/added_vocabulary.hpp"

#include <algorithm>

#include "core/unicode.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock {
namespace {

char32_t last_char(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (utf8::is_continuation(text[at])) --at;
  return utf8::decode_unchecked(text.data() + at).code_point;
}

char32_t first_char(std::string_view text) {
  return utf8::decode_unchecked(text.data()).code_point;
}

// Bytes of white space at the end of the text, and at its start.
std::size_t trailing_space(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::string_view rest = text.substr(0, text.size() - size);
    const char32_t c = last_char(rest);
    if (!unicode::is_whitespace(c)) break;
    size += utf8::encoded_length(c);
  }
  return size;
}

std::size_t leading_space(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && unicode::is_whitespace(first_char(text.substr(size)))) {
    size += utf8::encoded_length(first_char(text.substr(size)));
  }
  return size;
}

std::string normalized_content(const std::string& content, const Normalizer* normalizer) {
  if (normalizer == nullptr) return content;
  TextArena arena;
  NormalizedString text(content, arena);
  normalizer->normalize(text);
  return std::string(text.text());
}

// The longest part of a text that holds neither a space nor U+2581.
std::string unmarked_part(std::string_view text) {
  constexpr std::string_view kMark = "\xE2\x96\x81";
  std::string_view longest;
  while (!text.empty()) {
    const std::size_t end = std::min({text.find(' '), text.find(kMark), text.size()});
    if (end > longest.size()) longest = text.substr(0, end);
    if (end == text.size()) break;
    text.remove_prefix(end + (text[end] == ' ' ? 1 : kMark.size()));
  }
  return std::string(longest);
}

std::uint32_t first_free_id(const std::unordered_map<std::uint32_t, AddedToken>& by_id,
                            std::size_t vocab_size) {
  const auto size = static_cast<std::uint32_t>(vocab_size);
  if (by_id.empty()) return size;
  std::uint32_t largest = 0;
  for (const auto& [id, token] : by_id) largest = std::max(largest, id);
  return largest >= size || size == 0 ? largest + 1 : size;
}

}  // namespace

void AddedVocabulary::add(std::span<const AddedToken> tokens, const TokenizerModel& model,
                          const Normalizer* normalizer) {
  for (const AddedToken& token : tokens) {
    if (token.special && !token.content.empty() && special_contents_.insert(token.content).second) {
      special_.push_back(token);
    }
  }
  std::unordered_multimap<std::string, AddedToken> existing;
  for (const auto& [id, token] : by_id_) existing.emplace(token.content, token);
  const auto is_known = [&existing](const AddedToken& token) {
    const auto [first, last] = existing.equal_range(token.content);
    return std::any_of(first, last, [&](const auto& entry) { return entry.second == token; });
  };
  std::uint32_t next_id = first_free_id(by_id_, model.vocab_size());
  for (const AddedToken& token : tokens) {
    if (token.content.empty() || is_known(token)) continue;
    auto id = token_to_id(token.content);
    if (!id) id = model.token_to_id(token.content);
    if (!id) id = next_id++;
    ids_[token.content] = *id;
    by_id_[*id] = token;
    if (!is_special(token.content)) classic_.push_back(token);
    existing.emplace(token.content, token);
  }
  rebuild(normalizer);
}

std::optional<std::uint32_t> AddedVocabulary::token_to_id(std::string_view token) const {
  const auto found = ids_.find(token);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

const AddedToken* AddedVocabulary::find(std::uint32_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::vector<std::string> AddedVocabulary::contents() const {
  std::vector<std::string> all;
  for (const auto& [content, id] : ids_) all.push_back(content);
  return all;
}

bool AddedVocabulary::is_special(std::string_view content) const {
  return special_contents_.find(content) != special_contents_.end();
}

void AddedVocabulary::rebuild(const Normalizer* normalizer) {
  raw_ = {};
  normalized_ = {};
  std::vector<std::string> raw;
  std::vector<std::string> normalized;
  for (const auto* list : {&special_, &classic_}) {
    for (const AddedToken& token : *list) {
      const std::uint32_t id = ids_.find(token.content)->second;
      if (token.normalized) {
        normalized.push_back(normalized_content(token.content, normalizer));
        normalized_.ids.push_back(id);
      } else {
        raw.push_back(token.content);
        raw_.ids.push_back(id);
      }
    }
  }
  unmarked_ = {};
  if (normalizer != nullptr && normalizer->space_marks() != SpaceMarks::other) {
    std::vector<std::string> parts;
    for (const std::string& text : normalized) parts.push_back(unmarked_part(text));
    unmarked_ = TokenMatcher(parts);
  }
  raw_.matcher = TokenMatcher(raw);
  normalized_.matcher = TokenMatcher(normalized);
}

bool AddedVocabulary::may_hold_normalized(std::string_view text) const {
  return !unmarked_.empty() && unmarked_.find(text, 0).has_value();
}

std::optional<Span> AddedVocabulary::accept(std::string_view text, Span match,
                                            const AddedToken& token, std::size_t after) const {
  if (encode_special_tokens_ && is_special(token.content)) return std::nullopt;
  const std::string_view left = text.substr(0, match.begin);
  const std::string_view right = text.substr(match.end);
  if (token.single_word) {
    const bool word_before = !left.empty() && unicode::is_word_rust(last_char(left));
    const bool word_behind = !right.empty() && unicode::is_word_rust(first_char(right));
    if (word_before || word_behind) return std::nullopt;
  }
  // Only lstrip minds what an earlier token took: behind rstrip, tokens can overlap.
  if (token.lstrip) match.begin = std::max(match.begin - trailing_space(left), after);
  if (token.rstrip) match.end += leading_space(right);
  return match;
}

void AddedVocabulary::split(const NormalizedString& text, const Automaton& automaton,
                            PieceSink& sink) const {
  const std::string_view all = text.text();
  // The reference slices even the whole text, which matters to text without an origin, and to
  // Metaspace's "first": behind a first character that was removed no slice begins at 0.
  const auto push_rest = [&](std::size_t from) {
    const bool as_it_is =
        from == 0 && text.unchanged_is_noop() && (all.empty() || text.alignments() == nullptr);
    sink.push(as_it_is ? text : text.slice(from, all.size()));
  };
  if (automaton.matcher.empty() || all.empty()) {
    push_rest(0);
    return;
  }
  std::size_t after = 0;  // end of the last token
  auto match = automaton.matcher.find(all, 0);
  for (; match; match = automaton.matcher.next(all, *match)) {
    if (match->begin == match->end) (void)text.slice(match->begin, match->end);  // may refuse
    const std::uint32_t id = automaton.ids[match->pattern];
    const auto place = accept(all, {match->begin, match->end}, by_id_.find(id)->second, after);
    if (!place) continue;
    if (after < place->begin) sink.push(text.slice(after, place->begin));
    sink.push(text.slice(place->begin, place->end), id);
    after = place->end;
  }
  if (after != all.size()) push_rest(after);
}

void AddedVocabulary::extract_and_normalize(const Normalizer* normalizer, bool fast,
                                            PreTokenizedString& text) const {
  text.split([this](const NormalizedString& piece, PieceSink& sink) { split(piece, raw_, sink); });
  text.split([this, normalizer, fast](NormalizedString& piece, PieceSink& sink) {
    if (normalizer != nullptr && fast) normalizer->normalize_fast(piece);
    if (normalizer != nullptr && !fast) normalizer->normalize(piece);
    split(piece, normalized_, sink);
  });
}

}  // namespace penstock
