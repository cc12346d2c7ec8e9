// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "tokenizer/kernels/piece_cache.hpp"
#include "tokenizer/kernels/token_buffer.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/text_arena.hpp"

namespace penstock::kernels {

// Bytes of a normalized text to original bytes. `Identity`: the text has the original's layout.
template <bool Identity>
class OriginalBytes {
 public:
  explicit OriginalBytes(const NormalizedString& text)
      : alignments_(text.alignments()), shift_(text.original_begin()) {}
  [[nodiscard]] std::uint32_t begin(std::uint32_t byte) const noexcept {
    return Identity ? shift_ + byte : alignments_[byte].begin;
  }
  // Of the range that ends before `byte`, which is not 0.
  [[nodiscard]] std::uint32_t end(std::uint32_t byte) const noexcept {
    return Identity ? shift_ + byte : alignments_[byte - 1].end;
  }

 private:
  const Alignment* alignments_;
  std::uint32_t shift_;
};

// Writes the tokens of piece after piece of one text.
template <bool Identity>
class PieceWriter {
 public:
  PieceWriter(const NormalizedString& text, std::uint32_t word, TextArena& arena, TokenBuffer& out)
      : map_(text), word_(word), arena_(arena), out_(out) {}

  // The piece starts at byte `at` of the text.
  void write(const PieceCache::Entry& entry, std::uint32_t at) {
    out_.reserve(PieceCache::kMaxTokens);
    KernelToken* token = out_.end();
    std::uint32_t begin = at;
    for (std::uint32_t i = 0; i < entry.count; ++i) {
      const std::uint32_t end = at + entry.ends[i];
      token[i] = {entry.ids[i], map_.begin(begin), map_.end(end), word_};
      begin = end;
    }
    out_.commit(entry.count);
    ++word_;
  }
  void write(std::span<const Token> tokens, std::uint32_t at, std::string_view text) {
    for (const Token& token : tokens) {
      out_.push({token.id, map_.begin(at + token.begin), map_.end(at + token.end), word_});
      if (token.verbatim) {
        out_.set_text(arena_.store(text.substr(token.begin, token.end - token.begin)));
      }
    }
    ++word_;
  }
  // A token of original bytes that the caller has found.
  void write_token(std::uint32_t id, std::uint32_t begin, std::uint32_t end) {
    out_.push({id, begin, end, word_});
  }
  void set_text(std::string_view text) { out_.set_text(arena_.store(text)); }
  void end_word() { ++word_; }

  [[nodiscard]] const OriginalBytes<Identity>& map() const { return map_; }
  [[nodiscard]] std::uint32_t word() const { return word_; }

 private:
  OriginalBytes<Identity> map_;
  std::uint32_t word_;
  TextArena& arena_;
  TokenBuffer& out_;
};

}  // namespace penstock::kernels
