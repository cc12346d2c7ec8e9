// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/tokenizer.hpp>
#include <string>
#include <unordered_set>
#include <vector>

#include "tokenizer/engine.hpp"
#include "tokenizer/language_template.hpp"
#include "tokenizer/tokenizer_class.hpp"

namespace penstock {

// What transformers keeps beside the engine, with its defaults.
struct PretrainedSettings {
  std::array<std::optional<std::string>, kRoleCount> roles;  // by Tokenizer::Role
  std::vector<std::string> other_special_tokens;             // additional_special_tokens and extra
  std::optional<std::size_t> model_max_length;
  Side padding_side = Side::right;
  Side truncation_side = Side::right;
  std::uint32_t pad_token_type_id = 0;
  std::vector<std::string> model_input_names = {"input_ids", "token_type_ids", "attention_mask"};
  bool clean_up_tokenization_spaces = false;
  DecodeStyle decode_style = DecodeStyle::plain;
  std::string end_of_word_suffix;      // of the model, for DecodeStyle::clip
  std::string refuses_words_class;     // the class that wants add_prefix_space for split words
  bool has_languages = false;          // the class names the language of a text
  LanguageTemplate language_template;  // for has_languages, where there is an engine

  [[nodiscard]] const std::optional<std::string>& role(Tokenizer::Role r) const {
    return roles.at(static_cast<std::size_t>(r));
  }
};

struct Tokenizer::State {
  Engine engine;
  PretrainedSettings settings;
  std::unordered_set<std::uint32_t> special_ids;  // all_special_ids

  // In place of the engine: a class that exists in Python alone.
  std::shared_ptr<const TextCodec> slow;

  [[nodiscard]] const TextCodec& codec() const { return slow ? *slow : engine; }
  // The id that transformers gives a token: the unknown token's where the engine has none.
  [[nodiscard]] std::optional<std::uint32_t> id_of_special(const std::string& token) const;
};

}  // namespace penstock
