// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::slow {

using Ids = std::vector<std::uint32_t>;
using Tokens = std::vector<std::string>;

class SlowTokenizer;

// What a slow tokenizer knows of its special and added tokens; handed to its class.
class KnownTokens {
 public:
  virtual ~KnownTokens() = default;
  [[nodiscard]] virtual bool is_special(std::string_view token) const = 0;  // all_special_tokens
  [[nodiscard]] virtual bool is_special_id(std::uint32_t id) const = 0;     // all_special_ids
  [[nodiscard]] virtual bool is_added(std::string_view token) const = 0;    // _added_tokens_encoder
};

// The methods in which the Python classes differ, under their names there. What is given here is
// what PreTrainedTokenizer does. Immutable once loaded.
class SlowClass {
 public:
  virtual ~SlowClass() = default;

  // What __init__ does before and behind that of PreTrainedTokenizer.
  virtual void before_init(SlowTokenizer& /*tokenizer*/) const {}
  virtual void after_init(SlowTokenizer& /*tokenizer*/) const {}

  // prepare_for_tokenization.
  [[nodiscard]] virtual std::string prepare(std::string_view text, bool /*is_split_word*/) const {
    return std::string(text);
  }
  // _tokenize; appends.
  virtual void tokenize(std::string_view text, Tokens& tokens) const = 0;
  // _convert_token_to_id; absent for None.
  [[nodiscard]] virtual std::optional<std::uint32_t> token_to_id(std::string_view token) const = 0;
  // _convert_id_to_token. Throws Error{invalid_argument} where Python raises.
  [[nodiscard]] virtual std::string id_to_token(std::uint32_t id) const = 0;
  // The id in get_vocab() without added tokens.
  [[nodiscard]] virtual std::optional<std::uint32_t> find(std::string_view token) const = 0;
  [[nodiscard]] virtual std::size_t vocab_size() const = 0;
  // len(get_vocab()) without added tokens.
  [[nodiscard]] virtual std::size_t entry_count() const { return vocab_size(); }

  // build_inputs_with_special_tokens; `pair` is null for a single text.
  [[nodiscard]] virtual Ids build_inputs(const Ids& ids, const Ids* pair) const;
  // create_token_type_ids_from_sequences.
  [[nodiscard]] virtual Ids type_ids(const Ids& ids, const Ids* pair) const;
  // get_special_tokens_mask.
  [[nodiscard]] virtual std::vector<std::uint8_t> special_tokens_mask(
      const Ids& ids, const Ids* pair, const KnownTokens& known) const;
  // num_special_tokens_to_add.
  [[nodiscard]] virtual std::size_t special_token_count(bool is_pair) const;

  // convert_tokens_to_string.
  [[nodiscard]] virtual std::string to_string(const Tokens& tokens,
                                              const KnownTokens& known) const = 0;
  // Whether _decode hands all tokens to to_string at once; else added tokens stand apart, between
  // spaces.
  [[nodiscard]] virtual bool decodes_at_once() const { return false; }

  // Classes of translation models: a copy with another src_lang, the id of a language. Null and
  // absent for a language they do not know.
  [[nodiscard]] virtual std::shared_ptr<SlowClass> with_source_language(
      std::string_view /*language*/) const {
    return nullptr;
  }
  [[nodiscard]] virtual std::optional<std::uint32_t> language_id(
      std::string_view /*language*/) const {
    return std::nullopt;
  }

  // Set by the loader: ids of tokens by role, absent where the class has none.
  struct RoleIds {
    std::optional<std::uint32_t> eos, sep, cls;
  };
  RoleIds roles;

 protected:
  // Concatenation of the parts.
  [[nodiscard]] static Ids concatenate(std::initializer_list<std::span<const std::uint32_t>> parts);
  // The special tokens mask of one token in front of `ids` and one behind each of the two.
  [[nodiscard]] static std::vector<std::uint8_t> mask_of_enclosed(const Ids& ids, const Ids* pair);
  // Throws Error{invalid_argument} where the tokenizer has no such token.
  [[nodiscard]] static std::uint32_t required(const std::optional<std::uint32_t>& id,
                                              const char* role);
};

}  // namespace penstock::slow
