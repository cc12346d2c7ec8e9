// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/pipeline_parts.hpp"

#include <utility>

namespace penstock::converters {
namespace {

Json pieces_of(const std::vector<TemplatePart>& parts, Json& specials) {
  Json pieces = Json::array();
  for (const TemplatePart& part : parts) {
    if (part.token == "$A" || part.token == "$B") {
      pieces.push_back({{"Sequence", {{"id", part.token.substr(1)}, {"type_id", part.type_id}}}});
      continue;
    }
    pieces.push_back({{"SpecialToken", {{"id", part.token}, {"type_id", part.type_id}}}});
    specials[part.token] = {
        {"id", part.token}, {"ids", Json::array({part.id})}, {"tokens", Json::array({part.token})}};
  }
  return pieces;
}

}  // namespace

bool config_bool(const PretrainedFiles& files, std::string_view key, bool fallback) {
  const FileJson& value = member_or_null(files.tokenizer_config, key);
  return value.is_boolean() ? value.get<bool>() : fallback;
}

TemplatePart special_part(const SlowSpecialTokens& tokens, Tokenizer::Role role, int type_id) {
  return {tokens.content(role), type_id, tokens.id(role)};
}

Json template_processing(const std::vector<TemplatePart>& single,
                         const std::vector<TemplatePart>& pair) {
  Json specials = Json::object();
  Json first = pieces_of(single, specials);
  Json second = pieces_of(pair, specials);
  return {{"type", "TemplateProcessing"},
          {"single", std::move(first)},
          {"pair", std::move(second)},
          {"special_tokens", std::move(specials)}};
}

Json byte_level(bool add_prefix_space, bool trim_offsets, bool use_regex) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", add_prefix_space},
          {"trim_offsets", trim_offsets},
          {"use_regex", use_regex}};
}

Json frame_processing(std::string_view type, const SlowSpecialTokens& tokens, Tokenizer::Role cls,
                      Tokenizer::Role sep) {
  return {{"type", type},
          {"sep", Json::array({tokens.content(sep), tokens.id(sep)})},
          {"cls", Json::array({tokens.content(cls), tokens.id(cls)})}};
}

Json bpe_model(BpeParts parts) {
  return {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", std::move(parts.unk_token)},
          {"continuing_subword_prefix", std::move(parts.continuing_subword_prefix)},
          {"end_of_word_suffix", std::move(parts.end_of_word_suffix)},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", parts.ignore_merges},
          {"vocab", std::move(parts.vocab)},
          {"merges", std::move(parts.merges)}};
}

Json tokenizer_json(PipelineParts parts) {
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens", std::move(parts.added_tokens)},
          {"normalizer", std::move(parts.normalizer)},
          {"pre_tokenizer", std::move(parts.pre_tokenizer)},
          {"post_processor", std::move(parts.post_processor)},
          {"decoder", std::move(parts.decoder)},
          {"model", std::move(parts.model)}};
}

Json added_token_json(std::string_view content, bool normalized, bool special) {
  return {{"id", 0},         {"content", content},       {"single_word", false}, {"lstrip", false},
          {"rstrip", false}, {"normalized", normalized}, {"special", special}};
}

}  // namespace penstock::converters
