// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/class_patches.hpp"

#include <optional>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tokenizer/json_view.hpp"
#include "tokenizer/languages.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/pre_tokenizer.hpp"
#include "tokenizer/pretrained_files.hpp"
#include "tokenizer/template_builder.hpp"
#include "tokenizer/tokenizer_json.hpp"

namespace penstock {
namespace {

// A component of tokenizer.json as JSON that can be changed; null where there is none.
FileJson component(const JsonView& root, std::string_view key) {
  const auto view = root.find(key);
  if (!view) return nullptr;
  return parse_json(simdjson::minify(view->element()), "tokenizer.json");
}

bool bool_argument(const FileJson& config, std::string_view key, bool otherwise) {
  const FileJson& value = member_or_null(config, key);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

// The argument add_prefix_space; absent: None, which equals neither true nor false.
std::optional<bool> prefix_space(const TokenizerClass& row, const FileJson& config) {
  const FileJson& value = member_or_null(config, "add_prefix_space");
  if (value.is_boolean()) return value.get<bool>();
  if (row.add_prefix_space == PrefixSpace::unset) return std::nullopt;
  return row.add_prefix_space == PrefixSpace::yes;
}

// Every class: a ByteLevel pre-tokenizer that is no part of a Sequence follows add_prefix_space.
void patch_pre_tokenizer(Engine& engine, const JsonView& root, std::optional<bool> prefix) {
  FileJson json = component(root, "pre_tokenizer");
  const FileJson& own = member_or_null(json, "add_prefix_space");
  if (!prefix || !own.is_boolean() || own.get<bool>() == *prefix) return;
  if (member_or_null(json, "type") != "ByteLevel") return;
  json["add_prefix_space"] = *prefix;
  engine.pre_tokenizer = parse_pre_tokenizer(json.dump());
}

void patch_bert_normalizer(Engine& engine, const JsonView& root, const TokenizerClass& row,
                           const FileJson& config) {
  FileJson json = component(root, "normalizer");
  if (!json.is_object() || !json.contains("lowercase")) return;
  FileJson wanted = json;
  wanted["lowercase"] = bool_argument(config, "do_lower_case", true);
  const FileJson& strip_accents = member_or_null(config, "strip_accents");
  wanted["strip_accents"] = strip_accents.is_boolean() ? strip_accents : FileJson();
  if ((row.patches & kBertChineseChars) != 0) {
    wanted["handle_chinese_chars"] = bool_argument(config, "tokenize_chinese_chars", true);
  }
  if (!json.contains("strip_accents")) json["strip_accents"] = nullptr;
  if (wanted != json) engine.normalizer = parse_normalizer(wanted.dump());
}

void patch_roberta_post_processor(Engine& engine, const JsonView& root, std::optional<bool> prefix,
                                  const FileJson& config) {
  FileJson json = component(root, "post_processor");
  const bool has_fields =
      json.is_object() && json.contains("add_prefix_space") && json.contains("trim_offsets");
  if (!has_fields) return;
  FileJson wanted = json;
  if (prefix) wanted["add_prefix_space"] = *prefix;
  wanted["trim_offsets"] = bool_argument(config, "trim_offsets", true);
  if (wanted != json) engine.post_processor = parse_post_processor(wanted.dump());
}

struct TokenAndId {
  std::string token;
  std::uint32_t id = 0;
};

TokenAndId required_role(const Tokenizer::State& state, Tokenizer::Role role, const char* name) {
  const auto& token = state.settings.role(role);
  const auto id = token ? state.id_of_special(*token) : std::nullopt;
  if (id) return {*token, *id};
  throw Error(ErrorCode::io,
              "add_" + std::string(name) + "_token = True but " + name + "_token = None; set " +
                  name + "_token in tokenizer_config.json or add_" + name + "_token to false");
}

// "bos:0 $A:0 eos:0" and "bos:0 $A:0 eos:0 bos:1 $B:1 eos:1".
void patch_bos_eos_template(Tokenizer::State& state, const TokenizerClass& row,
                            const FileJson& config) {
  const bool add_bos = bool_argument(config, "add_bos_token", row.add_bos_token);
  const bool add_eos = bool_argument(config, "add_eos_token", row.add_eos_token);
  TemplateBuilder parts;
  FileJson pair = FileJson::array();
  FileJson single;
  for (int type_id = 0; type_id < 2; ++type_id) {
    if (add_bos) {
      const auto bos = required_role(state, Tokenizer::Role::bos, "bos");
      parts.add_special(pair, bos.token, bos.id, type_id);
    }
    TemplateBuilder::add_sequence(pair, type_id == 0 ? "A" : "B", type_id);
    if (add_eos) {
      const auto eos = required_role(state, Tokenizer::Role::eos, "eos");
      parts.add_special(pair, eos.token, eos.id, type_id);
    }
    if (type_id == 0) single = pair;
  }
  state.engine.post_processor = parts.build(single, pair);
}

// src_lang, whose code stands in front of every text or behind it.
void patch_language_template(Tokenizer::State& state, const TokenizerClass& row,
                             const FileJson& config) {
  const FileJson& given = member_or_null(config, "src_lang");
  const std::string wanted = given.is_string() ? given.get<std::string>() : std::string();
  const auto eos = required_role(state, Tokenizer::Role::eos, "eos");
  LanguageTemplate& rule = state.settings.language_template;
  rule.eos = state.engine.id_to_token(eos.id).value_or(eos.token);
  rule.eos_id = eos.id;
  rule.language_first = row.language_first && !bool_argument(config, "legacy_behaviour", false);
  rule.is_marked = row.src_lang.starts_with("__");
  state.settings.has_languages = true;
  (void)set_source_language(state, given.is_string() ? wanted : row.src_lang);
}

void turn_on_prefix_space(FileJson& json) {
  if (json.is_object() && json.contains("add_prefix_space")) json["add_prefix_space"] = true;
  for (FileJson& value : json) {
    if (value.is_structured()) turn_on_prefix_space(value);
  }
}

void patch_nested_prefix_space(Engine& engine, const JsonView& root, std::optional<bool> prefix) {
  FileJson json = component(root, "pre_tokenizer");
  if (!prefix.value_or(false) || !json.is_object()) return;
  turn_on_prefix_space(json);
  engine.pre_tokenizer = parse_pre_tokenizer(json.dump());
}

}  // namespace

void apply_class_patches(Tokenizer::State& state, const JsonView& root, const TokenizerClass& row,
                         const FileJson& config) {
  if (row.name == "CodeGenTokenizerFast" && bool_argument(config, "add_bos_token", false)) {
    throw Error(ErrorCode::io,
                "CodeGenTokenizerFast does not support adding a BOS token; remove add_bos_token "
                "from tokenizer_config.json");
  }
  const std::optional<bool> prefix = prefix_space(row, config);
  const auto wants = [&row](std::uint32_t patch) { return (row.patches & patch) != 0; };
  patch_pre_tokenizer(state.engine, root, prefix);
  if (wants(kBertNormalizer)) patch_bert_normalizer(state.engine, root, row, config);
  if (wants(kRobertaPostProcessor)) {
    patch_roberta_post_processor(state.engine, root, prefix, config);
  }
  if (wants(kBosEosTemplate)) patch_bos_eos_template(state, row, config);
  if (wants(kLanguageTemplate)) patch_language_template(state, row, config);
  if (wants(kNestedPrefixSpace)) patch_nested_prefix_space(state.engine, root, prefix);
  if (wants(kWordsNeedPrefixSpace) && !prefix.value_or(false)) {
    state.settings.refuses_words_class = row.name;
  }
}

}  // namespace penstock
