// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tokenizer/added_vocabulary.hpp"
#include "tokenizer/pretrained_files.hpp"

namespace penstock {

class JsonView;
struct Engine;

// A special token as transformers holds it: a plain string, or tokenizers' AddedToken, whose
// `normalized` follows `special` until it is given.
struct SpecialToken {
  std::string content;
  bool is_added_token = false;
  bool single_word = false;
  bool lstrip = false;
  bool rstrip = false;
  std::optional<bool> normalized;
  bool special = false;

  [[nodiscard]] AddedToken to_added_token(bool is_special) const;
};

// The special tokens of a folder by role and beyond, as the class's constructor receives them.
struct SpecialTokens {
  std::array<std::optional<SpecialToken>, kRoleCount> roles;  // by Tokenizer::Role
  std::vector<SpecialToken> additional;                       // additional_special_tokens
  std::optional<std::size_t> additional_given;  // how many of them the folder lists, maybe none
  std::vector<SpecialToken> extra;              // extra_special_tokens
  std::vector<SpecialToken> decoder;            // added_tokens_decoder, by ascending id
  std::vector<std::int64_t> decoder_ids;

  // Each content once: roles, additional, extra (all_special_tokens_extended).
  [[nodiscard]] std::vector<SpecialToken> all() const;
  // `normalized` stays what `special` says now: transformers copies the tokens of a slow class.
  void settle_normalized();
  // Re-adds to the engine what its tokenizer.json lacks (PreTrainedTokenizerFast.__init__).
  void add_missing_to(Engine& engine) const;
};

// `root` is the folder's own tokenizer.json, an empty object where there is none; `stored_pad` the
// pad token of its padding.
[[nodiscard]] SpecialTokens read_special_tokens(const PretrainedFiles& files,
                                                const TokenizerClass& row,
                                                const std::optional<std::string>& stored_pad,
                                                const JsonView& root);
}  // namespace penstock
