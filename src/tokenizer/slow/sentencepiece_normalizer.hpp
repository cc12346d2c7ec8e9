// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/converters/sentencepiece_model.hpp"
#include "tokenizer/models/byte_trie.hpp"

namespace penstock::slow {

// The text normalization of SentencePiece itself. It takes the longest rule of the charsmap, where
// tokenizers' Precompiled takes the shortest, and never changes user-defined pieces.
class SentencePieceNormalizer {
 public:
  // Throws Error{io} when the charsmap is damaged.
  explicit SentencePieceNormalizer(const converters::SentencePieceModel& model);

  [[nodiscard]] std::string normalize(std::string_view text) const;

 private:
  struct Prefix {
    std::string_view replacement;
    std::size_t size = 0;  // bytes of the text that it stands for
  };

  [[nodiscard]] Prefix next(std::string_view text) const;
  [[nodiscard]] std::size_t user_defined_prefix(std::string_view text) const;
  [[nodiscard]] Prefix longest_rule(std::string_view text) const;
  void append(std::string& out, std::string_view part) const;

  std::vector<std::uint32_t> units_;  // darts-clone double array; none without a charsmap
  std::string replacements_;          // each ends with a NUL
  models::ByteTrie user_defined_;
  std::string_view space_;
  bool add_dummy_prefix_;
  bool remove_extra_whitespaces_;
  bool whitespace_as_suffix_;
};

}  // namespace penstock::slow
