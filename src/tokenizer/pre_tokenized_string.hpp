// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "tokenizer/normalized_string.hpp"
#include "tokenizer/split_behavior.hpp"

namespace penstock {

// A part of the text on its way to the model, or an added token, which nothing touches any more.
struct Piece {
  NormalizedString text;
  std::optional<std::uint32_t> added_id;
};

// Receives the parts of one piece; empty ones are dropped, as in the reference.
class PieceSink {
 public:
  explicit PieceSink(std::vector<Piece>& pieces) : pieces_(pieces) {}
  void push(const NormalizedString& text, std::optional<std::uint32_t> added_id = std::nullopt) {
    if (!text.empty()) pieces_.push_back({text, added_id});
  }
  // Pushes the parts of `text` that `spans` list; the flags do not matter.
  void push_parts(const NormalizedString& text, const std::vector<MatchSpan>& spans) {
    for (const MatchSpan& span : spans) {
      if (span.begin != span.end) push(text.slice(span.begin, span.end));
    }
  }

 private:
  std::vector<Piece>& pieces_;
};

// The pieces of one text, in order (the reference's PreTokenizedString).
class PreTokenizedString {
 public:
  // Starts over with one piece, reusing memory.
  void reset(const NormalizedString& text) { pieces_.assign(1, {text, std::nullopt}); }

  [[nodiscard]] const std::vector<Piece>& pieces() const noexcept { return pieces_; }

  // Replaces each piece that is no added token by what `cut(piece, sink)` pushes.
  template <typename Cut>
  void split(Cut cut) {
    next_.clear();
    PieceSink sink(next_);
    for (Piece& piece : pieces_) {
      if (piece.added_id) {
        next_.push_back(piece);
      } else {
        cut(piece.text, sink);
      }
    }
    std::swap(pieces_, next_);
  }

  // Lets `rewrite(text)` change each piece that is no added token.
  template <typename Rewrite>
  void rewrite(Rewrite rewrite) {
    for (Piece& piece : pieces_) {
      if (!piece.added_id) rewrite(piece.text);
    }
  }

  // Cuts every piece at the characters for which `is_match` holds.
  template <typename Predicate>
  void split_at_chars(Predicate is_match, SplitBehavior behavior) {
    split([&](const NormalizedString& text, PieceSink& sink) {
      find_spans_if(is_match, text.text(), spans_);
      apply_split_behavior(behavior, spans_);
      sink.push_parts(text, spans_);
    });
  }

  // Scratch for the spans of one piece.
  [[nodiscard]] std::vector<MatchSpan>& spans() noexcept { return spans_; }

 private:
  std::vector<Piece> pieces_;
  std::vector<Piece> next_;
  std::vector<MatchSpan> spans_;
};

}  // namespace penstock
