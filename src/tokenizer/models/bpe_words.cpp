// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "core/utf8.hpp"
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
  WordCache cache = WordCache::of_thread(cache_owner_);
  for (std::size_t at = 0; at < piece.size();) {
    const std::size_t end = word_end(piece, at);
    const std::string_view word = piece.substr(at, end - at);
    const std::size_t first = out.size();
    if (!cache.append(word, out)) {
      tokenize_uncached(word, out);
      cache.store(word, std::span(out).subspan(first));
    }
    for (std::size_t i = first; i < out.size(); ++i) {
      out[i].begin += static_cast<std::uint32_t>(at);
      out[i].end += static_cast<std::uint32_t>(at);
    }
    at = end;
  }
}

}  // namespace penstock::models
