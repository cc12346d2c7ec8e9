// SPDX-License-Identifier: Apache-2.0
#include "tasks/squad_features.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <span>

#include "core/utf8.hpp"

namespace penstock {
namespace {

// _is_whitespace of the reference.
bool is_space(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\r' || c == U'\n' || c == 0x202F;
}

struct Markers {
  std::uint32_t cls;
  std::uint32_t separator;
  std::uint32_t pad;
};

Markers markers_of(const Tokenizer& tokenizer) {
  const auto pair = tokenizer.encode(std::string_view(), std::string_view()).ids;
  const auto cls = tokenizer.special_token_id(Tokenizer::Role::cls);
  const auto pad = tokenizer.special_token_id(Tokenizer::Role::pad);
  const bool usual = pair.size() == 3 && cls && pad && pair[0] == *cls && pair[1] == pair[2] &&
                     tokenizer.padding_side() == Side::right;
  if (!usual)
    throw Error(ErrorCode::unsupported,
                "question-answering with a tokenizer that knows no offsets needs one that pads on "
                "the right and writes a pair as [CLS] a [SEP] b [SEP]; this model's does not.");
  return {*cls, pair[1], *pad};
}

std::vector<std::uint32_t> bare_ids(const Tokenizer& tokenizer, std::string_view text) {
  return tokenizer.encode(text, false).ids;
}

struct ContextToken {
  std::uint32_t id;
  std::uint32_t word;
};

std::vector<ContextToken> context_tokens(const Tokenizer& tokenizer, const SquadWords& context) {
  std::vector<ContextToken> tokens;
  for (std::size_t word = 0; word < context.words.size(); ++word)
    for (const std::uint32_t id : bare_ids(tokenizer, context.words[word]))
      tokens.push_back({id, static_cast<std::uint32_t>(word)});
  return tokens;
}

void append(Encoding& row, std::uint32_t id, std::uint32_t type, bool special) {
  row.ids.push_back(id);
  row.type_ids.push_back(type);
  row.offsets.push_back({});
  row.word_ids.push_back(kNone);
  row.sequence_ids.push_back(kNone);
  row.special_tokens_mask.push_back(special ? 1 : 0);
  row.attention_mask.push_back(1);
}

void pad(Encoding& row, std::size_t length, std::uint32_t id, std::uint32_t type) {
  while (row.size() < length) {
    append(row, id, type, true);
    row.attention_mask.back() = 0;
  }
}

Encoding window_of(const Tokenizer& tokenizer, const Markers& markers,
                   std::span<const std::uint32_t> question, std::span<const ContextToken> tokens) {
  Encoding row;
  append(row, markers.cls, 0, true);
  for (const std::uint32_t id : question) append(row, id, 0, false);
  append(row, markers.separator, 0, true);
  for (const ContextToken& token : tokens) {
    append(row, token.id, 1, false);
    if (tokenizer.is_special_id(token.id)) continue;  // the reference masks these by their ids
    row.sequence_ids.back() = 1;
    row.word_ids.back() = token.word;
  }
  append(row, markers.separator, 1, true);
  return row;
}

}  // namespace

SquadWords::SquadWords(std::string_view context) {
  bool after_space = true;
  for (const char32_t c : utf8::to_u32(context)) {
    if (is_space(c)) {
      after_space = true;
    } else {
      if (after_space) words.emplace_back();
      utf8::append(words.back(), c);
      after_space = false;
    }
    word_of.push_back(static_cast<std::int64_t>(words.size()) - 1);
  }
}

Offsets SquadWords::reach(std::size_t first, std::size_t last) const {
  const auto begin = std::find(word_of.begin(), word_of.end(), static_cast<std::int64_t>(first));
  const auto end = std::find(word_of.rbegin(), word_of.rend(), static_cast<std::int64_t>(last));
  return {static_cast<std::uint32_t>(begin - word_of.begin()),
          static_cast<std::uint32_t>(word_of.rend() - end - 1)};
}

std::string SquadWords::text(std::size_t first, std::size_t last) const {
  std::string joined;
  for (std::size_t word = first; word <= last && word < words.size(); ++word)
    joined.append(word == first ? "" : " ").append(words[word]);
  return joined;
}

std::vector<Encoding> squad_windows(const Tokenizer& tokenizer, std::string_view question,
                                    const SquadWords& context, const SquadLimits& limits) {
  const Markers markers = markers_of(tokenizer);
  std::vector<std::uint32_t> query = bare_ids(tokenizer, question);
  if (query.size() > limits.max_question_len) query.resize(limits.max_question_len);
  const std::vector<ContextToken> tokens = context_tokens(tokenizer, context);
  const std::size_t taken = query.size() + tokenizer.num_special_tokens_to_add(true);
  if (taken >= limits.max_seq_len || limits.doc_stride < 1 ||
      limits.doc_stride > limits.max_seq_len - taken)
    throw Error(ErrorCode::invalid_argument,
                "`doc_stride` (" + std::to_string(limits.doc_stride) +
                    ") must be at least 1 and at most what `max_seq_len` (" +
                    std::to_string(limits.max_seq_len) + ") leaves to the context beside " +
                    std::to_string(taken) + " tokens of the question.");
  const std::size_t room = limits.max_seq_len - taken;
  std::vector<Encoding> windows;
  for (std::size_t begin = 0; begin < tokens.size(); begin += limits.doc_stride) {
    const std::size_t count = std::min(room, tokens.size() - begin);
    windows.push_back(
        window_of(tokenizer, markers, query, std::span(tokens).subspan(begin, count)));
    pad(windows.back(), limits.max_seq_len, markers.pad, tokenizer.pad_token_type_id());
    if (begin + count == tokens.size()) break;
  }
  return windows;
}

}  // namespace penstock
