// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "core/utf8.hpp"
#include "tokenizer/kernels/scanned_pieces.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/models/word_cache.hpp"

// Pieces of many words, cut where no merge can join.

namespace penstock::models {
namespace {

constexpr std::string_view kMark = "\xE2\x96\x81";

char32_t char_before(std::string_view text, std::size_t at) {
  do {
    --at;
  } while (utf8::is_continuation(text[at]));
  return utf8::decode_unchecked(text.data() + at).code_point;
}

}  // namespace

// Each word must mean the same alone: the mark is a known character, which ends a pending unknown
// token, and no character vanishes, which would shift the offsets behind it.
void Bpe::find_word_cuts() {
  const bool bytes_complete =
      options_.byte_fallback &&
      std::find(byte_ids_.begin(), byte_ids_.end(), kUnknown) == byte_ids_.end();
  has_word_cuts_ =
      !(options_.dropout > 0.0F) && !options_.ignore_merges &&
      options_.continuing_subword_prefix.empty() && options_.end_of_word_suffix.empty() &&
      (options_.unk_token.has_value() || bytes_complete) && vocabulary_.find(kMark).has_value();
  if (!has_word_cuts_) return;
  for (std::uint32_t entry = 0; entry < vocabulary_.size(); ++entry) {
    const std::string_view text = vocabulary_.text(entry);
    for (std::size_t at = text.find(kMark, 1); at != std::string_view::npos;
         at = text.find(kMark, at + 1)) {
      before_mark_.push_back(char_before(text, at));
    }
  }
  find_ascii_cuts(bytes_complete);
  std::sort(before_mark_.begin(), before_mark_.end());
  before_mark_.erase(std::unique(before_mark_.begin(), before_mark_.end()), before_mark_.end());
}

// As with the mark, what stands behind a cut ends a pending unknown token, or there are none. Where
// entries are made of byte tokens, characters do not tell what merges.
void Bpe::find_ascii_cuts(bool bytes_complete) {
  constexpr std::size_t kByteToken = 6;  // bytes of "<0x0A>"
  for (std::uint32_t entry = 0; entry < vocabulary_.size(); ++entry) {
    const std::string_view text = vocabulary_.text(entry);
    if (text.size() > kByteToken && text.find("<0x") != std::string_view::npos) return;
  }
  for (auto& row : ascii_cuts_) {
    for (std::size_t c = 0; c < row.size(); ++c)
      row[c] = bytes_complete || direct_ids_[c] != kUnknown;
  }
  for (std::uint32_t entry = 0; entry < vocabulary_.size(); ++entry) {
    const std::string_view text = vocabulary_.text(entry);
    for (std::size_t i = 1; i < text.size(); ++i) {
      const auto left = static_cast<std::uint8_t>(text[i - 1]);
      const auto right = static_cast<std::uint8_t>(text[i]);
      if (left < 0x80 && right < 0x80) ascii_cuts_[left][right] = false;
    }
  }
}

// Where the word that starts at `at` ends.
std::size_t Bpe::word_end(std::string_view piece, std::size_t at) const {
  for (std::size_t next = at + 1; next < piece.size(); ++next) {
    const auto left = static_cast<std::uint8_t>(piece[next - 1]);
    const auto right = static_cast<std::uint8_t>(piece[next]);
    if (right < 0x80) {
      if (left < 0x80 && ascii_cuts_[left][right]) return next;
      continue;
    }
    if (piece[next] != kMark[0] || piece.substr(next, kMark.size()) != kMark) continue;
    const char32_t before = char_before(piece, next);
    if (!std::binary_search(before_mark_.begin(), before_mark_.end(), before)) return next;
  }
  return piece.size();
}

void Bpe::tokenize_words(std::string_view piece, std::vector<Token>& out) const {
  using kernels::PieceCache;
  PieceCache& cache = PieceCache::of_thread(cache_owner_);
  kernels::ScannedPieces ahead;
  const char* const end = piece.data() + piece.size();
  for (std::size_t at = 0; at < piece.size();) {
    for (ahead.clear(); at < piece.size() && !ahead.full();) {
      const std::size_t next = word_end(piece, at);
      ahead.add(piece.data() + at, piece.data() + next, end, cache);
      at = next;
    }
    for (const kernels::ScannedPiece& word : ahead.pieces()) {
      const auto place = static_cast<std::uint32_t>(word.at - piece.data());
      const PieceCache::Entry* entry = word.is_short() ? cache.find(word.key) : nullptr;
      if (entry == nullptr) {
        tokenize_rare_word({word.at, word.size}, place, word.is_short() ? &word.key : nullptr,
                           cache, out);
        continue;
      }
      std::uint32_t begin = place;
      for (std::size_t i = 0; i < entry->count; ++i) {
        out.push_back({entry->ids[i], begin, place + entry->ends[i], false});
        begin = place + entry->ends[i];
      }
    }
  }
}

// A word that the cache of short ones has not; `key`: its key there, null when it is too long.
void Bpe::tokenize_rare_word(std::string_view word, std::uint32_t place,
                             const kernels::PieceCache::Key* key, kernels::PieceCache& cache,
                             std::vector<Token>& out) const {
  WordCache long_cache = WordCache::of_thread(cache_owner_);
  const std::size_t first = out.size();
  if (!long_cache.append(word, out)) {
    tokenize_uncached(word, out);
    long_cache.store(word, std::span(out).subspan(first));
  }
  if (key != nullptr) (void)cache.store(*key, std::span(out).subspan(first));
  for (std::size_t i = first; i < out.size(); ++i) {
    out[i].begin += place;
    out[i].end += place;
  }
}

}  // namespace penstock::models
