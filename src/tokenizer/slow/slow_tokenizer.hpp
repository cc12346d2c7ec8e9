// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tokenizer/added_vocabulary.hpp"
#include "tokenizer/slow/slow_class.hpp"
#include "tokenizer/slow/token_splitter.hpp"
#include "tokenizer/text_codec.hpp"

namespace penstock::slow {

// transformers' PreTrainedTokenizer: added tokens, special tokens, truncation and padding as its
// Python code does them, around the methods of a class.
//
// It knows no offsets and no words. Filled while loading; afterwards immutable.
class SlowTokenizer final : public TextCodec, public KnownTokens {
 public:
  explicit SlowTokenizer(std::shared_ptr<SlowClass> methods) : methods_(std::move(methods)) {}

  // --- while loading ---
  // Makes a token known under an id, whatever either stood for before.
  void set_added(std::uint32_t id, const AddedToken& token);
  // _add_tokens: the token's id in the vocabulary, else the next free one.
  void add_tokens(const std::vector<AddedToken>& tokens);
  // A token at which texts are cut without being an added one.
  void cut_at(std::string_view token) { splitter_.add(token); }
  // all_special_tokens in order, and additional_special_tokens.
  void set_special_tokens(Tokens all, const Tokens& additional);
  void set_split_special_tokens(bool split) { split_special_tokens_ = split; }
  // The tokenizer's do_lower_case: text is lowered outside of special tokens.
  void set_lower_case(bool lower) { lower_case_ = lower; }
  [[nodiscard]] SlowClass& methods() { return *methods_; }

  // --- TextCodec ---
  [[nodiscard]] EngineEncoding encode(const EngineSequence& sequence,
                                      const std::optional<EngineSequence>& pair,
                                      bool add_special_tokens,
                                      const std::optional<TruncationParams>& truncate,
                                      const std::optional<PaddingParams>& pad) const override;
  [[nodiscard]] std::string decode(std::span<const std::uint32_t> ids,
                                   bool skip_special_tokens) const override;
  [[nodiscard]] std::string join(std::vector<std::string> tokens) const override;
  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const override;
  // convert_ids_to_tokens. Throws Error{invalid_argument} where Python raises.
  [[nodiscard]] std::optional<std::string> token_of(std::uint32_t id) const override;
  [[nodiscard]] std::size_t vocab_size(bool with_added_tokens) const override;
  [[nodiscard]] std::size_t special_token_count(bool is_pair) const override;
  [[nodiscard]] std::shared_ptr<const TextCodec> with_source_language(
      std::string_view language) const override;
  [[nodiscard]] std::optional<std::uint32_t> language_id(std::string_view language) const override {
    return methods_->language_id(language);
  }

  // --- KnownTokens ---
  [[nodiscard]] bool is_special(std::string_view token) const override;
  [[nodiscard]] bool is_special_id(std::uint32_t id) const override;
  [[nodiscard]] bool is_added(std::string_view token) const override;

  // PreTrainedTokenizer.tokenize.
  [[nodiscard]] Tokens tokenize(std::string_view text, bool is_split_word) const;

 private:
  [[nodiscard]] std::string lowered(std::string_view text) const;
  void trim_around_added(Tokens& pieces) const;
  [[nodiscard]] Ids ids_of(const EngineSequence& sequence) const;
  [[nodiscard]] EngineEncoding assemble(const Ids& ids, const Ids* pair,
                                        bool add_special_tokens) const;
  [[nodiscard]] bool stands_apart(const std::string& token) const;

  std::shared_ptr<SlowClass> methods_;
  std::map<std::uint32_t, AddedToken> added_;                 // _added_tokens_decoder
  std::unordered_map<std::string, std::uint32_t> added_ids_;  // _added_tokens_encoder
  TokenSplitter splitter_;
  Tokens special_tokens_;
  std::unordered_set<std::string> special_;
  std::unordered_set<std::uint32_t> special_ids_;
  std::unordered_set<std::string> set_apart_;  // additional ones beyond the vocabulary
  bool split_special_tokens_ = false;
  bool lower_case_ = false;
};

}  // namespace penstock::slow
