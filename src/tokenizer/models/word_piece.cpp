// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/word_piece.hpp"

#include <penstock/error.hpp>
#include <span>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/models/model_lists.hpp"
#include "tokenizer/models/word_cache.hpp"

namespace penstock::models {
namespace {

constexpr const char* kWordPieceMissingUnk =
    "WordPiece error: Missing [UNK] token from the vocabulary";

ByteTrie build_trie(const Vocabulary& vocabulary) {
  std::vector<ByteTrie::Entry> entries;
  entries.reserve(vocabulary.size());
  for (std::uint32_t entry = 0; entry < vocabulary.size(); ++entry) {
    entries.push_back({vocabulary.text(entry), entry});
  }
  return ByteTrie(entries);
}

}  // namespace

WordPiece::WordPiece(Vocabulary vocabulary, std::string unk_token,
                     std::string continuing_subword_prefix, std::size_t max_input_chars_per_word)
    : vocabulary_(std::move(vocabulary)),
      unk_token_(std::move(unk_token)),
      prefix_(std::move(continuing_subword_prefix)),
      max_chars_(max_input_chars_per_word),
      trie_(build_trie(vocabulary_)),
      continue_(trie_.walk(ByteTrie::kRoot, prefix_)),
      cache_owner_(WordCache::next_owner()) {}

void WordPiece::tokenize(std::string_view piece, std::vector<Token>& out) const {
  if (piece.empty()) return;
  WordCache cache = WordCache::of_thread(cache_owner_);
  if (cache.append(piece, out)) return;
  const std::size_t first = out.size();
  tokenize_uncached(piece, out);
  cache.store(piece, std::span(out).subspan(first));
}

void WordPiece::tokenize_uncached(std::string_view piece, std::vector<Token>& out) const {
  const std::size_t first = out.size();
  const bool short_enough = piece.size() <= max_chars_ || utf8::count(piece) <= max_chars_;
  if (!short_enough || !cover(piece, out)) {
    out.resize(first);
    const auto unk = vocabulary_.find(unk_token_);
    if (!unk) throw Error(ErrorCode::invalid_argument, kWordPieceMissingUnk);
    out.push_back({*unk, 0, static_cast<std::uint32_t>(piece.size()), false});
  }
}

// False when some part of the word has no match.
bool WordPiece::cover(std::string_view word, std::vector<Token>& out) const {
  for (std::size_t begin = 0; begin < word.size();) {
    std::uint32_t node = begin == 0 ? ByteTrie::kRoot : continue_;
    std::uint32_t best = ByteTrie::kNoValue;
    std::size_t end = begin;
    for (std::size_t at = begin; at < word.size() && node != ByteTrie::kNoNode; ++at) {
      node = trie_.child(node, static_cast<std::uint8_t>(word[at]));
      if (node == ByteTrie::kNoNode || trie_.value(node) == ByteTrie::kNoValue) continue;
      best = trie_.value(node);
      end = at + 1;
    }
    if (best == ByteTrie::kNoValue) return false;
    out.push_back({vocabulary_.id(best), static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(end), false});
    begin = end;
  }
  return true;
}

std::optional<std::uint32_t> WordPiece::token_to_id(std::string_view token) const {
  return vocabulary_.find(token);
}

std::optional<std::string_view> WordPiece::id_to_token(std::uint32_t id) const {
  return vocabulary_.token(id);
}

std::unique_ptr<TokenizerModel> make_word_piece(const JsonView& json, ModelLists& lists) {
  std::string unk(json.at("unk_token").as_string());
  std::string prefix(json.at("continuing_subword_prefix").as_string());
  const std::uint64_t max_chars = json.at("max_input_chars_per_word").as_unsigned();
  return std::make_unique<WordPiece>(Vocabulary::take(json.at("vocab"), lists.vocabulary),
                                     std::move(unk), std::move(prefix), max_chars);
}

}  // namespace penstock::models
