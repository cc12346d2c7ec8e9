// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "tokenizer/kernels/long_piece_cache.hpp"
#include "tokenizer/kernels/piece_cache.hpp"
#include "tokenizer/kernels/token_buffer.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/text_arena.hpp"

namespace penstock::kernels {

// How bytes of a normalized text become original bytes.
enum class ByteMap {
  none,      // no offsets are asked for
  identity,  // the text has the original's layout
  aligned,   // by its alignments
};

template <ByteMap Map>
class OriginalBytes {
 public:
  explicit OriginalBytes(const NormalizedString& text)
      : alignments_(text.alignments()), shift_(text.original_begin()) {}
  [[nodiscard]] std::uint32_t begin(std::uint32_t byte) const noexcept {
    return Map == ByteMap::aligned ? alignments_[byte].begin : shift_ + byte;
  }
  // Of the range that ends before `byte`, which is not 0.
  [[nodiscard]] std::uint32_t end(std::uint32_t byte) const noexcept {
    return Map == ByteMap::aligned ? alignments_[byte - 1].end : shift_ + byte;
  }

 private:
  const Alignment* alignments_;
  std::uint32_t shift_;
};

// Writes the tokens of piece after piece of one text.
template <ByteMap Map>
class PieceWriter {
 public:
  PieceWriter(const NormalizedString& text, std::uint32_t word, TextArena& arena, TokenBuffer& out)
      : map_(text), word_(word), arena_(arena), out_(out) {}

  // The piece starts at byte `at` of the text.
  [[gnu::always_inline]] void write(const PieceCache::Entry& entry, std::uint32_t at) {
    write_part(entry, at);
    ++word_;
  }
  void write(std::span<const Token> tokens, std::uint32_t at, std::string_view text) {
    write_part(tokens, at, text);
    ++word_;
  }
  // Tokens of a word that goes on, up to end_word().
  [[gnu::always_inline]] void write_part(const PieceCache::Entry& entry, std::uint32_t at) {
    static_assert(PieceCache::kMaxTokens <= TokenBuffer::kSlack);
    out_.reserve(0);
    std::uint32_t* ids = out_.ids_end();
    for (std::size_t i = 0; i < PieceCache::kMaxTokens; ++i) ids[i] = entry.ids[i];
    if constexpr (Map != ByteMap::none) write_places(entry, at);
    out_.commit(entry.count);
  }
  // The same; `text`: the piece.
  void write(const LongPieceCache::Entry& entry, std::uint32_t at, std::string_view text) {
    out_.reserve(LongPieceCache::kMaxTokens);
    std::uint32_t* ids = out_.ids_end();
    for (std::size_t i = 0; i < LongPieceCache::kMaxTokens; ++i) ids[i] = entry.ids[i];
    if constexpr (Map != ByteMap::none) write_places(entry, at);
    const std::size_t first = out_.size();
    out_.commit(entry.count);
    ++word_;
    if (Map != ByteMap::none && entry.verbatim != 0) set_texts(entry, first, text);
  }
  void write_part(std::span<const Token> tokens, std::uint32_t at, std::string_view text) {
    out_.reserve(tokens.size());
    const std::size_t first = out_.size();
    std::uint32_t* const ids = out_.ids_end();
    for (std::size_t i = 0; i < tokens.size(); ++i) ids[i] = tokens[i].id;
    if constexpr (Map != ByteMap::none) {
      Offsets* const offsets = out_.offsets_end();
      std::uint32_t* const words = out_.words_end();
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        offsets[i] = {map_.begin(at + tokens[i].begin), map_.end(at + tokens[i].end)};
        words[i] = word_;
      }
    }
    out_.commit(tokens.size());
    for (std::size_t i = 0; Map != ByteMap::none && i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (!token.verbatim) continue;
      out_.set_text(first + i, arena_.store(text.substr(token.begin, token.end - token.begin)));
    }
  }
  // A token of original bytes that the caller has found.
  void write_token(std::uint32_t id, std::uint32_t begin, std::uint32_t end) {
    out_.push(id, {begin, end}, word_);
  }
  void set_text(std::string_view text) {
    if constexpr (Map != ByteMap::none) out_.set_text(arena_.store(text));
  }
  void end_word() { ++word_; }

  [[nodiscard]] const OriginalBytes<Map>& map() const { return map_; }
  [[nodiscard]] std::uint32_t word() const { return word_; }

 private:
  // For the layout of the original all places of a short entry are written, needed or not.
  template <typename Entry>
  void write_places(const Entry& entry, std::uint32_t at) {
    Offsets* offsets = out_.offsets_end();
    std::uint32_t* words = out_.words_end();
    constexpr bool kAll = Map == ByteMap::identity && std::is_same_v<Entry, PieceCache::Entry>;
    const std::size_t count = kAll ? PieceCache::kMaxTokens : entry.count;
    std::uint32_t begin = at;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t end = at + entry.ends[i];
      offsets[i] = {map_.begin(begin), map_.end(end)};
      words[i] = word_;
      begin = end;
    }
  }

  void set_texts(const LongPieceCache::Entry& entry, std::size_t first, std::string_view text) {
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < entry.count; ++i) {
      const std::uint32_t end = entry.ends[i];
      if (((entry.verbatim >> i) & 1U) != 0) {
        out_.set_text(first + i, arena_.store(text.substr(begin, end - begin)));
      }
      begin = end;
    }
  }

  OriginalBytes<Map> map_;
  std::uint32_t word_;
  TextArena& arena_;
  TokenBuffer& out_;
};

// Calls `run.template operator()<Map>()` with the map that the text and the buffer need.
template <typename Run>
auto with_byte_map(const NormalizedString& text, const TokenBuffer& out, Run run) {
  if (!out.with_offsets()) return run.template operator()<ByteMap::none>();
  if (text.alignments() == nullptr) return run.template operator()<ByteMap::identity>();
  return run.template operator()<ByteMap::aligned>();
}

}  // namespace penstock::kernels
