// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/token_matcher.hpp"

namespace penstock {

class Normalizer;
class TokenizerModel;

// A token beside the model's vocabulary, found in the text before the model sees it.
struct AddedToken {
  std::string content;
  bool single_word = false;  // only where no word character touches it
  bool lstrip = false;       // takes the white space before it
  bool rstrip = false;       // takes the white space behind it
  bool normalized = true;    // looked for in the normalized text, in its normalized form
  bool special = false;      // left out when decoding without special tokens
  bool operator==(const AddedToken&) const = default;
};

// The added tokens of one tokenizer (the reference's AddedVocabulary). Filled while loading,
// immutable afterwards.
class AddedVocabulary {
 public:
  // Adds tokens in their order; each gets the model's id for its content, else the next free one,
  // whatever a file says. Empty ones and exact repetitions are passed over.
  void add(std::span<const AddedToken> tokens, const TokenizerModel& model,
           const Normalizer* normalizer);

  // Special tokens are treated as plain text (split_special_tokens of transformers).
  void set_encode_special_tokens(bool value) { encode_special_tokens_ = value; }

  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const;
  [[nodiscard]] const AddedToken* find(std::uint32_t id) const;
  [[nodiscard]] bool is_special(std::string_view content) const;
  [[nodiscard]] const std::unordered_map<std::uint32_t, AddedToken>& tokens_by_id() const {
    return by_id_;
  }
  // Every content that was ever added.
  [[nodiscard]] std::vector<std::string> contents() const;

  // Whether a token may be found in what the normalizer makes of the text, where all that does is
  // to write U+2581 for spaces and in front (SpaceMarks).
  [[nodiscard]] bool may_hold_normalized(std::string_view text) const;
  // Cuts the text at added tokens and normalizes what lies between, piece by piece.
  // `fast`: by Normalizer::normalize_fast.
  void extract_and_normalize(const Normalizer* normalizer, bool fast,
                             PreTokenizedString& text) const;

 private:
  struct StringHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Ids = std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>>;
  // Strings to look for and the ids of their tokens.
  struct Automaton {
    TokenMatcher matcher;
    std::vector<std::uint32_t> ids;
  };

  void rebuild(const Normalizer* normalizer);
  void split(const NormalizedString& text, const Automaton& automaton, PieceSink& sink) const;
  // Where a match really begins and ends; absent when the token's flags reject it.
  [[nodiscard]] std::optional<Span> accept(std::string_view text, Span match,
                                           const AddedToken& token, std::size_t after) const;

  Ids ids_;
  std::unordered_map<std::uint32_t, AddedToken> by_id_;
  std::vector<AddedToken> classic_;  // in the order of adding
  std::vector<AddedToken> special_;  // one per content
  std::unordered_set<std::string, StringHash, std::equal_to<>> special_contents_;
  Automaton raw_;          // tokens looked for before normalizing
  Automaton normalized_;   // and after
  TokenMatcher unmarked_;  // the longest part without U+2581 of each of these; with SpaceMarks only
  bool encode_special_tokens_ = false;
};

}  // namespace penstock
