// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/bpe.hpp"

#include <penstock/error.hpp>
#include <span>
#include <utility>

#include "core/utf8.hpp"
#include "tokenizer/models/byte_token.hpp"
#include "tokenizer/models/word_cache.hpp"

namespace penstock::models {

// What one thread reuses from call to call. `pending` is the unknown token that waits for the next
// known character.
struct Bpe::Scratch {
  std::vector<Symbol> symbols;
  std::optional<Symbol> pending;
  std::string affixed;  // the character with its prefix and suffix
  SymbolMerger merger;

  void flush() {
    if (pending) symbols.push_back(*pending);
    pending.reset();
  }
};

Bpe::Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
    : vocabulary_(std::move(vocabulary)),
      merges_(std::move(merges)),
      options_(std::move(options)),
      cache_owner_(WordCache::next_owner()) {
  std::string text;
  for (std::uint32_t c = 0; c < kDirectCharacters; ++c) {
    text.clear();
    utf8::append(text, c);
    direct_ids_[c] = vocabulary_.find(text).value_or(kUnknown);
  }
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    byte_ids_[byte] =
        vocabulary_.find(byte_token(static_cast<std::uint8_t>(byte))).value_or(kUnknown);
  }
  find_alphabet_ids();
  find_cuts();
}

void Bpe::tokenize(std::string_view piece, std::vector<Token>& out) const {
  if (piece.empty()) return;
  if (options_.dropout > 0.0F) {
    tokenize_uncached(piece, out);
    return;
  }
  WordCache cache = WordCache::of_thread(cache_owner_);
  if (cache.append(piece, out)) return;
  if (cuts_ && piece.size() > WordCache::kMaxBytes) {
    tokenize_words(piece, out);
    return;
  }
  const std::size_t first = out.size();
  const auto whole = options_.ignore_merges ? vocabulary_.find(piece) : std::nullopt;
  if (whole) {
    out.push_back({*whole, 0, static_cast<std::uint32_t>(piece.size()), false});
  } else {
    tokenize_uncached(piece, out);
  }
  cache.store(piece, std::span(out).subspan(first));
}

void Bpe::tokenize_uncached(std::string_view piece, std::vector<Token>& out) const {
  thread_local Scratch scratch;
  scratch.symbols.clear();
  scratch.pending.reset();
  split_characters(piece, scratch);
  if (options_.dropout > 0.0F) {
    scratch.merger.merge_with_dropout(merges_, scratch.symbols, options_.dropout);
  } else {
    scratch.merger.merge(merges_, scratch.symbols, 0);
  }
  std::uint32_t begin = 0;
  for (const Symbol& symbol : scratch.symbols) {
    out.push_back({symbol.id, begin, begin + symbol.length, false});
    begin += symbol.length;
  }
  if (scratch.symbols.capacity() > kMostKept) scratch.symbols = {};
}

// The first part of the reference's BPE::merge_word. Two of its oddities are kept: bytes of an
// unknown character overtake an unknown token that waits, and without unk_token an unknown
// character vanishes, so that the offsets behind it shift.
void Bpe::split_characters(std::string_view piece, Scratch& scratch) const {
  for (std::size_t at = 0; at < piece.size();) {
    const std::size_t size = utf8::length_from_lead(static_cast<std::uint8_t>(piece[at]));
    const std::string_view character = piece.substr(at, size);
    const auto length = static_cast<std::uint32_t>(character.size());
    const bool first = at == 0;
    at += size;
    const std::uint32_t id = character_id(character, first, at >= piece.size(), scratch);
    if (id != kUnknown) {
      scratch.flush();
      scratch.symbols.push_back({id, length});
      continue;
    }
    if (options_.byte_fallback && push_bytes(scratch.affixed, scratch)) continue;
    if (!options_.unk_token) continue;
    if (scratch.pending && options_.fuse_unk) {
      scratch.pending->length += length;
    } else {
      scratch.flush();
      scratch.pending = Symbol{unk_id(), length};
    }
  }
  scratch.flush();
}

// Leaves the text that was looked up in scratch.affixed when it is unknown.
std::uint32_t Bpe::character_id(std::string_view character, bool first, bool last,
                                Scratch& scratch) const {
  const bool bare = (first || options_.continuing_subword_prefix.empty()) &&
                    (!last || options_.end_of_word_suffix.empty());
  if (bare && character.size() <= 2) {
    const char32_t c = utf8::decode_unchecked(character.data()).code_point;
    if (direct_ids_[c] != kUnknown) return direct_ids_[c];
  }
  if (character.size() == 3 && !plane_ids_.empty()) {
    const std::uint32_t id = plane_ids_[utf8::decode_unchecked(character.data()).code_point];
    if (id != kUnknown) return id;
    scratch.affixed = character;
    return kUnknown;
  }
  scratch.affixed.clear();
  if (!first) scratch.affixed += options_.continuing_subword_prefix;
  scratch.affixed += character;
  if (last) scratch.affixed += options_.end_of_word_suffix;
  return vocabulary_.find(scratch.affixed).value_or(kUnknown);
}

bool Bpe::push_bytes(std::string_view text, Scratch& scratch) const {
  for (const char byte : text) {
    if (byte_ids_[static_cast<std::uint8_t>(byte)] == kUnknown) return false;
  }
  for (const char byte : text) {
    scratch.symbols.push_back({byte_ids_[static_cast<std::uint8_t>(byte)], 1});
  }
  return true;
}

std::uint32_t Bpe::unk_id() const {
  const auto id = vocabulary_.find(*options_.unk_token);
  if (!id) {
    throw Error(ErrorCode::invalid_argument,
                "the text has a character that the BPE vocabulary "
                "lacks, and unk_token '" +
                    *options_.unk_token + "' is not in it either");
  }
  return *id;
}

std::optional<std::uint32_t> Bpe::token_to_id(std::string_view token) const {
  return vocabulary_.find(token);
}

std::optional<std::string_view> Bpe::id_to_token(std::uint32_t id) const {
  return vocabulary_.token(id);
}

}  // namespace penstock::models
