// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace penstock {

// One token of a piece. Offsets are bytes of the piece that the model was given; they are the
// model's claim and may be shifted against the text (BPE without unk_token).
struct Token {
  std::uint32_t id = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  // False: the token's text is id_to_token(id). True: it is the bytes [begin, end) of the piece,
  // as for Unigram's unknown pieces.
  bool verbatim = false;
};

// Turns one pre-tokenized piece into tokens (the reference's Model trait). Immutable, called from
// many threads.
class TokenizerModel {
 public:
  virtual ~TokenizerModel() = default;

  // Appends the piece's tokens. `piece` is valid UTF-8 and may be empty (no tokens then, unless the
  // reference gives some). Throws Error where the reference refuses, e.g. a word without unk_token.
  virtual void tokenize(std::string_view piece, std::vector<Token>& out) const = 0;

  [[nodiscard]] virtual std::optional<std::uint32_t> token_to_id(std::string_view token) const = 0;
  // Valid as long as the model.
  [[nodiscard]] virtual std::optional<std::string_view> id_to_token(std::uint32_t id) const = 0;
  // Number of entries, not the largest id + 1.
  [[nodiscard]] virtual std::size_t vocab_size() const = 0;
  // WordPiece's "##" or BPE's prefix; empty where there is none.
  [[nodiscard]] virtual std::string_view continuing_subword_prefix() const { return {}; }
};

}  // namespace penstock
