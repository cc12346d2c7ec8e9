// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

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
  void write(const PieceCache::Entry& entry, std::uint32_t at) {
    static_assert(PieceCache::kMaxTokens <= TokenBuffer::kSlack);
    out_.reserve(0);
    std::uint32_t* ids = out_.ids_end();
    for (std::size_t i = 0; i < PieceCache::kMaxTokens; ++i) ids[i] = entry.ids[i];
    if constexpr (Map != ByteMap::none) write_places(entry, at);
    out_.commit(entry.count);
    ++word_;
  }
  void write(std::span<const Token> tokens, std::uint32_t at, std::string_view text) {
    for (const Token& token : tokens) {
      write_token(token.id, Map == ByteMap::none ? 0 : map_.begin(at + token.begin),
                  Map == ByteMap::none ? 0 : map_.end(at + token.end));
      if (token.verbatim) set_text(text.substr(token.begin, token.end - token.begin));
    }
    ++word_;
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
  // For the layout of the original all places of an entry are written, needed or not.
  void write_places(const PieceCache::Entry& entry, std::uint32_t at) {
    Offsets* offsets = out_.offsets_end();
    std::uint32_t* words = out_.words_end();
    const std::size_t count = Map == ByteMap::identity ? PieceCache::kMaxTokens : entry.count;
    std::uint32_t begin = at;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t end = at + entry.ends[i];
      offsets[i] = {map_.begin(begin), map_.end(end)};
      words[i] = word_;
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
