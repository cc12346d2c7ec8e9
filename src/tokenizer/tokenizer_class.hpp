// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string_view>

// What transformers' fast tokenizer classes add to a tokenizer.json: default special tokens and
// settings, and the parts of the engine that their constructors rebuild.

namespace penstock {

inline constexpr std::size_t kRoleCount = 7;  // of Tokenizer::Role

// Steps of a constructor, in the order in which they are taken.
inline constexpr std::uint32_t kBertNormalizer = 1U << 0;        // do_lower_case, strip_accents
inline constexpr std::uint32_t kBertChineseChars = 1U << 1;      // and tokenize_chinese_chars
inline constexpr std::uint32_t kRobertaPostProcessor = 1U << 2;  // add_prefix_space, trim_offsets
inline constexpr std::uint32_t kBosEosTemplate = 1U << 3;        // add_bos_token, add_eos_token
inline constexpr std::uint32_t kLanguageTemplate = 1U << 4;      // src_lang
inline constexpr std::uint32_t kNestedPrefixSpace = 1U << 5;     // every add_prefix_space turned on
// Not a step: words split by the caller are refused without add_prefix_space.
inline constexpr std::uint32_t kWordsNeedPrefixSpace = 1U << 6;

enum class PrefixSpace : std::uint8_t { no, yes, unset };

// How decoded text is finished: CLIP strips "</w>", Whisper prompts and time stamps.
enum class DecodeStyle : std::uint8_t { plain, clip, whisper };

// What becomes of a class's own additional special tokens when a folder gives some.
enum class AdditionalRule : std::uint8_t {
  give_way,        // they count only when none are given
  append_missing,  // they follow the given ones
  own_first,       // the given ones follow them
  extra_ids,       // <extra_id_0> ... follow, as many as extra_ids says, unless some are given
  pegasus,         // mask_token_sent goes first, then <unk_n> fills the list up
};

struct DefaultToken {
  std::string_view content;     // empty: the role has no token
  bool is_added_token = false;  // the constructor turns a plain string into an AddedToken ...
  bool lstrip = false;          // ... with these flags
  bool normalized = false;
};

struct TokenizerClass {
  std::string_view name;
  std::array<DefaultToken, kRoleCount> roles;  // by Tokenizer::Role
  std::uint32_t roles_taken;  // bit per role: the constructor names it, so a file cannot seed it
  std::span<const std::string_view> additional_special_tokens;
  AdditionalRule additional_rule;
  std::span<const std::string_view> model_input_names;
  Side padding_side;
  std::uint32_t pad_token_type_id;
  PrefixSpace add_prefix_space;
  bool add_bos_token;
  bool add_eos_token;
  std::uint32_t patches;
  DecodeStyle decode_style;
  std::string_view src_lang;  // default language of kLanguageTemplate
  bool language_first;        // it stands before the text, not behind it
};

// What a fast class takes over from its slow one, which reads the folder where there is no
// tokenizer.json.
struct SlowTokenizerClass {
  std::string_view fast_name;
  std::array<DefaultToken, kRoleCount> roles;                   // by Tokenizer::Role
  bool clean_up_tokenization_spaces;                            // where the folder does not say
  std::size_t model_max_length;                                 // likewise; 0: none
  std::span<const std::string_view> additional_special_tokens;  // that the fast class lacks
};

struct CodePointRange {
  char32_t first;
  char32_t last;
};

struct ModelTokenizer {
  std::string_view model_type;
  std::string_view tokenizer_class;
};

[[nodiscard]] std::span<const TokenizerClass> tokenizer_classes();
[[nodiscard]] std::span<const SlowTokenizerClass> slow_tokenizer_classes();
// What str.isdigit() of the Python that wrote the table says yes to.
[[nodiscard]] std::span<const CodePointRange> python_digits();
// The class of a model_type, where a folder names none.
[[nodiscard]] std::span<const ModelTokenizer> model_tokenizers();

// The fast class that AutoTokenizer takes for a name of tokenizer_config.json, with or without
// "Fast"; PreTrainedTokenizerFast for a class that has no fast form or is not known.
[[nodiscard]] const TokenizerClass& find_tokenizer_class(std::string_view name);

// Null for a class without slow form.
[[nodiscard]] const SlowTokenizerClass* find_slow_tokenizer_class(std::string_view fast_name);

// The class with the special tokens that it has when its tokenizer was converted from slow files.
[[nodiscard]] TokenizerClass with_slow_roles(const TokenizerClass& row);

}  // namespace penstock
