// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/slow_tokenizer.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "core/python_str.hpp"
#include "core/utf8.hpp"
#include "tokenizer/slow/slow_truncation.hpp"

namespace penstock::slow {
namespace {

void check_text(std::string_view text) {
  const std::size_t valid = utf8::valid_prefix(text);
  if (valid == text.size()) return;
  throw Error(ErrorCode::invalid_argument, "the text is not valid UTF-8 at byte " +
                                               std::to_string(valid) +
                                               "; convert it to UTF-8 first");
}

// Texts of the tokens of the thread's last encoding.
TextArena& token_texts() {
  thread_local TextArena arena;
  return arena;
}

}  // namespace

void SlowTokenizer::set_added(std::uint32_t id, const AddedToken& token) {
  added_[id] = token;
  added_ids_[token.content] = id;
}

void SlowTokenizer::add_tokens(const std::vector<AddedToken>& tokens) {
  auto next = static_cast<std::uint32_t>(vocab_size(true));
  for (AddedToken token : tokens) {
    if (token.content.empty()) continue;
    if (!token.special && token.normalized && lower_case_)
      token.content = python::lower(token.content);
    const auto added = added_ids_.find(token.content);
    const auto known =
        added != added_ids_.end() ? std::optional(added->second) : methods_->find(token.content);
    set_added(known ? *known : next++, token);
  }
  // A token that has lost its id to another by now never cuts a text.
  for (const auto& [id, token] : added_) splitter_.add(token.content);
}

void SlowTokenizer::set_special_tokens(Tokens all, const Tokens& additional) {
  special_tokens_ = std::move(all);
  special_.clear();
  special_ids_.clear();
  set_apart_.clear();
  for (const std::string& token : special_tokens_) {
    special_.insert(token);
    if (const auto id = token_to_id(token)) special_ids_.insert(*id);
  }
  for (const std::string& token : additional) {
    const auto id = token_to_id(token);
    if (id && *id >= methods_->vocab_size()) set_apart_.insert(token);
  }
}

bool SlowTokenizer::is_special(std::string_view token) const {
  return special_.contains(std::string(token));
}
bool SlowTokenizer::is_special_id(std::uint32_t id) const { return special_ids_.contains(id); }
bool SlowTokenizer::is_added(std::string_view token) const {
  return added_ids_.contains(std::string(token));
}

// The first special token, in order, that begins at a place stays; everything else is lowered
// character by character, but line breaks, which the reference's pattern does not match.
std::string SlowTokenizer::lowered(std::string_view text) const {
  Tokens kept = special_tokens_;
  for (const auto& [id, token] : added_) {
    if (!token.special && token.normalized) kept.push_back(token.content);
  }
  std::string out;
  while (!text.empty()) {
    std::size_t size = 0;
    for (const std::string& token : kept) {
      if (size == 0 && text.starts_with(token)) size = token.size();
    }
    if (size > 0) {
      out += text.substr(0, size);
    } else {
      size = utf8::length_from_lead(static_cast<std::uint8_t>(text.front()));
      out += python::lower(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  return out;
}

void SlowTokenizer::trim_around_added(Tokens& pieces) const {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto found = added_ids_.find(pieces[i]);
    if (found == added_ids_.end()) continue;
    const std::string content = pieces[i];
    const AddedToken& token = added_.at(found->second);
    std::string* left = i > 0 && !pieces[i - 1].empty() ? &pieces[i - 1] : nullptr;
    std::string* right = i + 1 < pieces.size() && !pieces[i + 1].empty() ? &pieces[i + 1] : nullptr;
    // The texts beside a single word are looked at as they were before they are stripped.
    const bool joins_left = token.single_word && left != nullptr && left->back() != ' ';
    const bool joins_right = token.single_word && right != nullptr && right->front() != ' ';
    if (token.rstrip && right != nullptr) *right = std::string(python::lstrip(*right));
    if (token.lstrip && left != nullptr) *left = std::string(python::rstrip(*left));
    if (joins_left) {
      *left += content;
      pieces[i].clear();
    } else if (joins_right) {
      *right = content + *right;
      pieces[i].clear();
    }
  }
}

Tokens SlowTokenizer::tokenize(std::string_view text, bool is_split_word) const {
  check_text(text);
  std::string prepared = methods_->prepare(text, is_split_word);
  if (lower_case_) prepared = lowered(prepared);
  Tokens tokens;
  if (split_special_tokens_) {
    if (!prepared.empty()) methods_->tokenize(prepared, tokens);
    return tokens;
  }
  Tokens pieces = splitter_.split(prepared);
  trim_around_added(pieces);
  for (std::string& piece : pieces) {
    if (piece.empty()) continue;
    if (is_added(piece)) {
      tokens.push_back(std::move(piece));
    } else {
      methods_->tokenize(piece, tokens);
    }
  }
  return tokens;
}

Ids SlowTokenizer::ids_of(const EngineSequence& sequence) const {
  Tokens tokens;
  if (sequence.words.empty()) tokens = tokenize(sequence.text, false);
  for (const std::string& word : sequence.words) {
    for (std::string& token : tokenize(word, true)) tokens.push_back(std::move(token));
  }
  Ids ids;
  ids.reserve(tokens.size());
  for (const std::string& token : tokens) {
    const auto id = token_to_id(token);
    if (!id) {
      throw Error(ErrorCode::invalid_argument,
                  "'" + token + "' is not in the vocabulary, and neither is the unknown token");
    }
    ids.push_back(*id);
  }
  return ids;
}

EngineEncoding SlowTokenizer::assemble(const Ids& ids, const Ids* pair,
                                       bool add_special_tokens) const {
  EngineEncoding encoding;
  std::vector<std::uint8_t> special;
  encoding.ids = ids;
  if (add_special_tokens) {
    encoding.ids = methods_->build_inputs(ids, pair);
    encoding.type_ids = methods_->type_ids(ids, pair);
    special = methods_->special_tokens_mask(ids, pair, *this);
  } else if (pair != nullptr) {
    encoding.ids.insert(encoding.ids.end(), pair->begin(), pair->end());
  }
  // Some classes count their special tokens otherwise than they add them.
  const std::size_t size = encoding.ids.size();
  encoding.type_ids.resize(size, 0);
  special.resize(size, 0);
  encoding.special_tokens_mask = std::move(special);
  encoding.attention_mask.assign(size, 1);
  encoding.sequence_ranges.set(0, {0, 0});  // which token is whose is not known
  encoding.offsets.assign(size, Offsets{});
  encoding.words.assign(size, kNone);
  for (const std::uint32_t id : encoding.ids) {
    encoding.tokens.push_back(token_texts().store(token_of(id).value_or(std::string())));
  }
  return encoding;
}

EngineEncoding SlowTokenizer::encode(const EngineSequence& sequence,
                                     const std::optional<EngineSequence>& pair,
                                     bool add_special_tokens,
                                     const std::optional<TruncationParams>& truncate,
                                     const std::optional<PaddingParams>& pad) const {
  token_texts().reset();
  Ids first = ids_of(sequence);
  Ids second;
  if (pair) second = ids_of(*pair);
  Ids* other = pair ? &second : nullptr;

  Ids overflow;
  if (truncate && truncate->max_length > 0) {
    const std::size_t added =
        add_special_tokens ? methods_->special_token_count(pair.has_value()) : 0;
    const std::size_t total = first.size() + second.size() + added;
    if (total > truncate->max_length) {
      overflow = slow::truncate(first, other, total - truncate->max_length, *truncate);
    }
  }
  EngineEncoding encoding = assemble(first, other, add_special_tokens);
  if (!overflow.empty()) encoding.overflowing.push_back(assemble(overflow, nullptr, false));
  // Nothing is padded where there is nothing (PreTrainedTokenizerBase.pad).
  if (pad && encoding.size() > 0) {
    std::vector<EngineEncoding> windows = std::exchange(encoding.overflowing, {});
    pad_encodings({&encoding, 1}, *pad);
    encoding.overflowing = std::move(windows);
  }
  return encoding;
}

// Added tokens that are not special, and additional special ones beyond the vocabulary.
bool SlowTokenizer::stands_apart(const std::string& token) const {
  return set_apart_.contains(token) || (added_ids_.contains(token) && !special_.contains(token));
}

std::string SlowTokenizer::decode(std::span<const std::uint32_t> ids,
                                  bool skip_special_tokens) const {
  Tokens parts;
  Tokens run;
  const auto end_run = [&](bool keep_empty) {
    if (run.empty()) return;
    std::string text = methods_->to_string(run, *this);
    if (keep_empty || !text.empty()) parts.push_back(std::move(text));
    run.clear();
  };
  for (const std::uint32_t id : ids) {
    if (skip_special_tokens && is_special_id(id)) continue;
    std::string token = token_of(id).value_or(std::string());
    if (skip_special_tokens && is_special(token)) continue;
    if (!methods_->decodes_at_once() && stands_apart(token)) {
      end_run(false);
      parts.push_back(std::move(token));
    } else {
      run.push_back(std::move(token));
    }
  }
  end_run(true);
  return python::join(parts, " ");
}

std::string SlowTokenizer::join(std::vector<std::string> tokens) const {
  return methods_->to_string(tokens, *this);
}

std::optional<std::uint32_t> SlowTokenizer::token_to_id(std::string_view token) const {
  const auto found = added_ids_.find(std::string(token));
  return found != added_ids_.end() ? std::optional(found->second) : methods_->token_to_id(token);
}

std::optional<std::string> SlowTokenizer::token_of(std::uint32_t id) const {
  const auto found = added_.find(id);
  return found != added_.end() ? found->second.content : methods_->id_to_token(id);
}

std::size_t SlowTokenizer::vocab_size(bool with_added_tokens) const {
  if (!with_added_tokens) return methods_->vocab_size();
  std::size_t size = methods_->entry_count();
  for (const auto& [content, id] : added_ids_) size += methods_->find(content) ? 0U : 1U;
  return size;
}

std::size_t SlowTokenizer::special_token_count(bool is_pair) const {
  return methods_->special_token_count(is_pair);
}

std::shared_ptr<const TextCodec> SlowTokenizer::with_source_language(
    std::string_view language) const {
  auto methods = methods_->with_source_language(language);
  if (methods == nullptr) return nullptr;
  auto copy = std::make_shared<SlowTokenizer>(*this);
  copy->methods_ = std::move(methods);
  return copy;
}

}  // namespace penstock::slow
