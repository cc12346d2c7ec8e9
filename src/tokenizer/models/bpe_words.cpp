// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "core/utf8.hpp"
#include "tokenizer/kernels/scanned_pieces.hpp"
#include "tokenizer/models/bpe.hpp"
#include "tokenizer/models/word_cache.hpp"

// Pieces of many words, cut where no merge can join.

namespace penstock::models {

// Each part must mean the same alone: no character vanishes, which would shift the offsets behind
// it.
void Bpe::find_cuts() {
  const bool bytes_complete =
      options_.byte_fallback &&
      std::find(byte_ids_.begin(), byte_ids_.end(), kUnknown) == byte_ids_.end();
  const bool possible = !(options_.dropout > 0.0F) && !options_.ignore_merges &&
                        options_.continuing_subword_prefix.empty() &&
                        options_.end_of_word_suffix.empty() &&
                        (options_.unk_token.has_value() || bytes_complete);
  if (!possible || !vocabulary_.find("\xE2\x96\x81").has_value()) return;
  if (!MergeCuts::apply_to(vocabulary_, options_.unk_token.value_or(""))) return;
  cuts_.emplace(vocabulary_, bytes_complete);
  plane_ids_.assign(kPlaneCharacters, kUnknown);
  for (std::uint32_t entry = 0; entry < vocabulary_.size(); ++entry) {
    const std::string_view text = vocabulary_.text(entry);
    if (text.size() != 3 || utf8::length_from_lead(static_cast<std::uint8_t>(text[0])) != 3) {
      continue;
    }
    plane_ids_[utf8::decode_unchecked(text.data()).code_point] = vocabulary_.id(entry);
  }
}

// Where the part that starts at `at` ends.
std::size_t Bpe::part_end(std::string_view piece, std::size_t at) const {
  auto left = utf8::decode_unchecked(piece.data() + at);
  for (at += left.size; at < piece.size(); at += left.size) {
    const auto right = utf8::decode_unchecked(piece.data() + at);
    if (cuts_->between(left.code_point, right.code_point)) return at;
    left = right;
  }
  return at;
}

void Bpe::tokenize_words(std::string_view piece, std::vector<Token>& out) const {
  using kernels::PieceCache;
  PieceCache& cache = PieceCache::of_thread(cache_owner_);
  kernels::ScannedPieces ahead;
  const char* const end = piece.data() + piece.size();
  for (std::size_t at = 0; at < piece.size();) {
    for (ahead.clear(); at < piece.size() && !ahead.full();) {
      const std::size_t next = part_end(piece, at);
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
