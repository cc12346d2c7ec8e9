// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tokenizer/converters/sentencepiece_classes.hpp"
#include "tokenizer/converters/sentencepiece_model.hpp"
#include "tokenizer/special_tokens.hpp"

namespace penstock::converters {

// The arguments of the slow class that the conversion asks for.
struct SlowArguments {
  bool lower_case = false;
  bool keep_accents = false;
  bool split_by_punct = false;
  bool add_prefix_space = true;
  bool legacy = true;
  std::int64_t extra_ids = 100;  // T5
  std::int64_t offset = 103;     // Pegasus
  std::optional<std::string> mask_token_sent = "<mask_1>";

  [[nodiscard]] static SlowArguments read(const PretrainedFiles& files,
                                          const SentencePieceClass& row);
};

// The slow tokenizer that transformers builds before it converts it: which id each token has.
class SlowTokenizer {
 public:
  SlowTokenizer(const SentencePieceModel& model, const SentencePieceClass& row,
                const PretrainedFiles& files);

  [[nodiscard]] const SlowArguments& arguments() const noexcept { return arguments_; }
  // Absent where the class or the folder has no such token.
  [[nodiscard]] std::optional<std::string> role(Tokenizer::Role role) const;
  // The same; throws Error{io} where it is absent.
  [[nodiscard]] std::string required_role(Tokenizer::Role role) const;
  [[nodiscard]] const std::vector<std::string>& tail() const noexcept { return tail_; }

  // convert_tokens_to_ids and convert_ids_to_tokens; an empty text for an id that has no token.
  [[nodiscard]] std::uint32_t id_of(std::string_view token) const;
  [[nodiscard]] std::string_view token_of(std::uint32_t id) const;
  [[nodiscard]] std::uint32_t unk_token_id() const;

 private:
  void check_source_language(const PretrainedFiles& files) const;
  // `is_direct`: the fast class made this one, and so completed the lists before.
  void add_own_tokens(bool is_direct);
  void add(std::uint32_t id, std::string_view token);
  void add_extra_ids(bool is_direct);
  void add_pegasus_tokens();
  void add_decoder_tokens();
  void index_added_tokens();
  void add_special_tokens();
  [[nodiscard]] std::unordered_map<std::string_view, std::uint32_t> vocabulary() const;
  [[nodiscard]] std::string_view piece(std::int64_t id) const;

  const SentencePieceModel& model_;
  PieceIds pieces_;
  SlowIds ids_;
  SlowArguments arguments_;
  SpecialTokens tokens_;
  std::vector<std::string> tail_;  // of fairseq ids, behind the pieces
  std::map<std::uint32_t, std::string> added_;
  std::vector<std::uint32_t> added_order_;
  std::map<std::string, std::uint32_t, std::less<>> added_ids_;
};

}  // namespace penstock::converters
