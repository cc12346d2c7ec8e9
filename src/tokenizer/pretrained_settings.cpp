// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pretrained_settings.hpp"

#include <penstock/error.hpp>
#include <string>

namespace penstock {
namespace {

// transformers' LARGE_INTEGER: a model_max_length above it means none.
constexpr double kLargestLength = 1e20;

std::optional<std::size_t> read_model_max_length(const FileJson& config) {
  for (const char* key : {"model_max_length", "max_len"}) {
    if (!config.is_object() || !config.contains(key)) continue;
    const FileJson& value = config.at(key);
    if (!value.is_number()) return std::nullopt;
    const auto length = value.get<double>();
    if (length < 0 || length > kLargestLength) return std::nullopt;
    if (length >= 1.8e19) return std::nullopt;  // beyond any text
    return static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

Side read_side(const FileJson& config, const char* key, Side otherwise) {
  const FileJson& value = member_or_null(config, key);
  if (value.is_null()) return otherwise;
  if (value == "right") return Side::right;
  if (value == "left") return Side::left;
  throw Error(
      ErrorCode::io,
      "tokenizer_config.json: '" + std::string(key) +
          "' should be selected between 'right' and 'left', current value: " + value.dump());
}

std::vector<std::string> read_input_names(const FileJson& config, const TokenizerClass& row) {
  std::vector<std::string> names(row.model_input_names.begin(), row.model_input_names.end());
  const FileJson& given = member_or_null(config, "model_input_names");
  if (!given.is_array()) return names;
  names.clear();
  for (const FileJson& name : given) {
    if (name.is_string()) names.push_back(name.get<std::string>());
  }
  return names;
}

}  // namespace

bool config_flag(const FileJson& config, const char* key) {
  const FileJson& value = member_or_null(config, key);
  return value.is_boolean() && value.get<bool>();
}

PretrainedSettings read_settings(const FileJson& config, const TokenizerClass& row,
                                 const Engine* engine) {
  PretrainedSettings settings;
  settings.model_max_length = read_model_max_length(config);
  // What the tokenizer.json was saved with comes before the defaults of the class.
  settings.padding_side = read_side(
      config, "padding_side",
      engine != nullptr && engine->padding ? engine->padding->direction : row.padding_side);
  settings.truncation_side = read_side(
      config, "truncation_side",
      engine != nullptr && engine->truncation ? engine->truncation->direction : Side::right);
  settings.pad_token_type_id = row.pad_token_type_id;
  settings.model_input_names = read_input_names(config, row);
  settings.clean_up_tokenization_spaces = config_flag(config, "clean_up_tokenization_spaces");
  settings.decode_style = row.decode_style;
  return settings;
}

void take_slow_defaults(const FileJson& config, const TokenizerClass& row,
                        PretrainedSettings& settings) {
  const SlowTokenizerClass* slow = find_slow_tokenizer_class(row.name);
  if (slow == nullptr) return;
  const auto is_given = [&config](const char* key) {
    return config.is_object() && config.contains(key);
  };
  if (!is_given("clean_up_tokenization_spaces")) {
    settings.clean_up_tokenization_spaces = slow->clean_up_tokenization_spaces;
  }
  if (!is_given("model_max_length") && slow->model_max_length > 0) {
    settings.model_max_length = slow->model_max_length;
  }
}

void take_special_tokens(const SpecialTokens& tokens, PretrainedSettings& settings) {
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    if (tokens.roles[role]) settings.roles[role] = tokens.roles[role]->content;
  }
  for (const auto* list : {&tokens.additional, &tokens.extra}) {
    for (const SpecialToken& token : *list) settings.other_special_tokens.push_back(token.content);
  }
}

}  // namespace penstock
