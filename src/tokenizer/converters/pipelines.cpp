// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/pipelines.hpp"

#include <penstock/error.hpp>
#include <string>
#include <string_view>

#include "tokenizer/converters/slow_vocabulary.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

bool config_bool(const PretrainedFiles& files, std::string_view key, bool fallback) {
  const FileJson& value = member_or_null(files.tokenizer_config, key);
  return value.is_boolean() ? value.get<bool>() : fallback;
}

Json sequence(std::string_view id, int type_id) {
  return {{"Sequence", {{"id", id}, {"type_id", type_id}}}};
}
Json special(const std::string& id, int type_id) {
  return {{"SpecialToken", {{"id", id}, {"type_id", type_id}}}};
}
Json template_token(const SlowSpecialTokens& tokens, Role role) {
  const std::string& content = tokens.content(role);
  return {
      {"id", content}, {"ids", Json::array({tokens.id(role)})}, {"tokens", Json::array({content})}};
}

// add_prefix_space, trim_offsets and use_regex of all three uses of ByteLevel.
Json byte_level(bool add_prefix_space, bool trim_offsets) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", add_prefix_space},
          {"trim_offsets", trim_offsets},
          {"use_regex", true}};
}

Json whole(Json normalizer, Json pre_tokenizer, Json post_processor, Json decoder, Json model) {
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens", Json::array()},
          {"normalizer", std::move(normalizer)},
          {"pre_tokenizer", std::move(pre_tokenizer)},
          {"post_processor", std::move(post_processor)},
          {"decoder", std::move(decoder)},
          {"model", std::move(model)}};
}

Json byte_level_bpe(const PretrainedFiles& files, Json vocab) {
  return {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", ""},
          {"end_of_word_suffix", ""},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", false},
          {"vocab", std::move(vocab)},
          {"merges", read_merges_txt(files.folder / "merges.txt")}};
}

Json bert_normalizer(const PretrainedFiles& files) {
  const bool basic = config_bool(files, "do_basic_tokenize", true);
  const FileJson& strip = member_or_null(files.tokenizer_config, "strip_accents");
  Json strip_accents = basic ? Json() : Json(false);
  if (basic && strip.is_boolean()) strip_accents = strip.get<bool>();
  return {{"type", "BertNormalizer"},
          {"clean_text", true},
          {"handle_chinese_chars", basic && config_bool(files, "tokenize_chinese_chars", true)},
          {"strip_accents", strip_accents},
          {"lowercase", basic && config_bool(files, "do_lower_case", true)}};
}

}  // namespace

Json convert_bert(const PretrainedFiles& files) {
  Json vocab = read_vocab_txt(files.folder / "vocab.txt");
  const SlowSpecialTokens tokens(files, vocab);
  const std::string& cls = tokens.content(Role::cls);
  const std::string& sep = tokens.content(Role::sep);
  const Json first = special(cls, 0);
  const Json end = special(sep, 0);
  const Json post_processor{
      {"type", "TemplateProcessing"},
      {"single", Json::array({first, sequence("A", 0), end})},
      {"pair", Json::array({first, sequence("A", 0), end, sequence("B", 1), special(sep, 1)})},
      {"special_tokens",
       {{cls, template_token(tokens, Role::cls)}, {sep, template_token(tokens, Role::sep)}}}};
  return whole(bert_normalizer(files), {{"type", "BertPreTokenizer"}}, post_processor,
               {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}},
               {{"type", "WordPiece"},
                {"unk_token", tokens.content(Role::unk)},
                {"continuing_subword_prefix", "##"},
                {"max_input_chars_per_word", 100},
                {"vocab", std::move(vocab)}});
}

Json convert_gpt2(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  const bool prefix = config_bool(files, "add_prefix_space", false);
  Json post_processor = byte_level(true, false);
  if (config_bool(files, "add_bos_token", false)) {
    const std::string& bos = tokens.content(Role::bos);
    post_processor = {{"type", "TemplateProcessing"},
                      {"single", Json::array({special(bos, 0), sequence("A", 0)})},
                      {"pair", Json::array({special(bos, 0), sequence("A", 0), sequence("B", 1)})},
                      {"special_tokens", {{bos, template_token(tokens, Role::bos)}}}};
  }
  return whole(nullptr, byte_level(prefix, true), std::move(post_processor), byte_level(true, true),
               byte_level_bpe(files, std::move(vocab)));
}

Json convert_roberta(const PretrainedFiles& files) {
  Json vocab = read_vocab_json(files.folder / "vocab.json");
  const SlowSpecialTokens tokens(files, vocab);
  const bool prefix = config_bool(files, "add_prefix_space", false);
  Json post_processor{{"type", "RobertaProcessing"},
                      {"sep", Json::array({tokens.content(Role::sep), tokens.id(Role::sep)})},
                      {"cls", Json::array({tokens.content(Role::cls), tokens.id(Role::cls)})},
                      {"trim_offsets", true},
                      {"add_prefix_space", prefix}};
  return whole(nullptr, byte_level(prefix, true), std::move(post_processor), byte_level(true, true),
               byte_level_bpe(files, std::move(vocab)));
}

}  // namespace penstock::converters
