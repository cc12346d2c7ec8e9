// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/converters/slow_vocabulary.hpp"
#include "tokenizer/pretrained_files.hpp"

// Pieces of tokenizer.json that several converters put together.

namespace penstock::converters {

[[nodiscard]] bool config_bool(const PretrainedFiles& files, std::string_view key, bool fallback);

// One part of a TemplateProcessing: "$A", "$B", or a special token.
struct TemplatePart {
  std::string token;
  int type_id = 0;
  std::uint32_t id = 0;  // of a special token

  [[nodiscard]] static TemplatePart sequence(std::string_view name, int type_id) {
    return {std::string(1, '$').append(name), type_id, 0};
  }
};
[[nodiscard]] TemplatePart special_part(const SlowSpecialTokens& tokens, Tokenizer::Role role,
                                        int type_id);
[[nodiscard]] Json template_processing(const std::vector<TemplatePart>& single,
                                       const std::vector<TemplatePart>& pair);

// add_prefix_space, trim_offsets and use_regex of all three uses of ByteLevel.
[[nodiscard]] Json byte_level(bool add_prefix_space, bool trim_offsets, bool use_regex = true);
// BertProcessing and RobertaProcessing: {"sep": [token, id], "cls": [token, id]}.
[[nodiscard]] Json frame_processing(std::string_view type, const SlowSpecialTokens& tokens,
                                    Tokenizer::Role cls, Tokenizer::Role sep);

// A BPE model; what is not given is null or false.
struct BpeParts {
  Json vocab;
  Json merges;
  Json unk_token;
  Json continuing_subword_prefix;
  Json end_of_word_suffix;
  bool ignore_merges = false;
};
[[nodiscard]] Json bpe_model(BpeParts parts);

// The whole file, in the order in which the reference writes it.
struct PipelineParts {
  Json normalizer;
  Json pre_tokenizer;
  Json post_processor;
  Json decoder;
  Json model;
  Json added_tokens = Json::array();
};
[[nodiscard]] Json tokenizer_json(PipelineParts parts);

// An entry of added_tokens. The id counts for nothing.
[[nodiscard]] Json added_token_json(std::string_view content, bool normalized, bool special);

}  // namespace penstock::converters
