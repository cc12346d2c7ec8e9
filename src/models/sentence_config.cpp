// SPDX-License-Identifier: Apache-2.0
#include "models/sentence_config.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <system_error>

#include "core/json_file.hpp"
#include "core/python_text.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

bool is_config_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

// The object in a file, or an empty one where there is no file.
FileJson object_in(const fs::path& path) {
  if (!is_config_file(path)) return FileJson::object();
  FileJson json = read_json_file(path);
  if (json.is_object()) return json;
  throw Error(ErrorCode::io, path.string() + " must hold a JSON object.");
}

std::optional<std::string> text_at(const FileJson& json, std::string_view key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

bool flag_at(const FileJson& json, std::string_view key, bool otherwise) {
  const auto found = json.find(key);
  return found == json.end() || !found->is_boolean() ? otherwise : found->get<bool>();
}

struct ModeName {
  PoolingMode mode;
  std::string_view flag;  // the key of 1_Pooling/config.json
  std::string_view name;  // of `pooling_mode`
};
// In the order in which Pooling.forward appends the results.
constexpr std::array<ModeName, 6> kModes = {
    {{PoolingMode::cls, "pooling_mode_cls_token", "cls"},
     {PoolingMode::max, "pooling_mode_max_tokens", "max"},
     {PoolingMode::mean, "pooling_mode_mean_tokens", "mean"},
     {PoolingMode::mean_sqrt_len, "pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens"},
     {PoolingMode::weighted_mean, "pooling_mode_weightedmean_tokens", "weightedmean"},
     {PoolingMode::last_token, "pooling_mode_lasttoken", "lasttoken"}}};

void read_pooling(const fs::path& file, SentenceConfig& config) {
  const FileJson json = object_in(file);
  config.pooling.clear();
  config.include_prompt = flag_at(json, "include_prompt", true);
  const std::optional<std::string> named = text_at(json, "pooling_mode");
  for (const ModeName& row : kModes) {
    const bool chosen =
        named ? row.name == *named : flag_at(json, row.flag, row.mode == PoolingMode::mean);
    if (chosen) config.pooling.push_back(row.mode);
  }
  if (config.pooling.empty()) {
    throw Error(ErrorCode::io, file.string() + " chooses no pooling mode that is known.");
  }
}

std::string_view class_name(std::string_view type) { return type.substr(type.rfind('.') + 1); }

void add_module(std::string_view type, const fs::path& folder, SentenceConfig& config) {
  const std::string_view name = class_name(type);
  if (name == "Pooling") {
    read_pooling(folder / "config.json", config);
  } else if (name == "Normalize") {
    config.layers.push_back(make_normalize_layer());
  } else if (name == "Dense") {
    config.layers.push_back(load_dense_layer(folder));
  } else if (name == "LayerNorm") {
    config.layers.push_back(load_layer_norm(folder));
  } else if (name != "Dropout") {  // which does nothing once a model is trained
    throw Error(ErrorCode::unsupported,
                "modules.json names the module " + std::string(type) +
                    "; known ones are Transformer, Pooling, Dense, LayerNorm, Normalize and "
                    "Dropout.");
  }
}

// Returns the folder of the Transformer module.
fs::path read_modules(const fs::path& folder, SentenceConfig& config) {
  const FileJson modules = read_json_file(folder / "modules.json");
  fs::path transformer = folder;
  config.has_modules = true;
  config.pooling = {};
  for (const FileJson& module : modules) {
    const std::optional<std::string> type =
        module.is_object() ? text_at(module, "type") : std::nullopt;
    if (!type) throw Error(ErrorCode::io, "modules.json: a module has no `type`.");
    const fs::path path = text_at(module, "path").value_or("");
    const bool inside =
        path.is_relative() && std::find(path.begin(), path.end(), "..") == path.end();
    if (!inside) throw Error(ErrorCode::io, "modules.json: a `path` leaves the model's folder.");
    if (class_name(*type) == "Transformer") {
      transformer = folder / path;
      continue;
    }
    if (config.problem) continue;
    try {
      if (config.pooling.empty() && class_name(*type) != "Pooling") {
        throw Error(ErrorCode::unsupported,
                    "modules.json has the module " + *type + " in front of a Pooling module.");
      }
      add_module(*type, folder / path, config);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::unsupported) throw;
      config.problem = error.what();
    }
  }
  if (config.pooling.empty() && !config.problem) {
    config.problem = "modules.json names no Pooling module.";
  }
  return transformer;
}

void read_transformer(const fs::path& folder, SentenceConfig& config) {
  constexpr std::array<std::string_view, 7> kNames = {
      "sentence_bert_config.json",       "sentence_roberta_config.json",
      "sentence_distilbert_config.json", "sentence_camembert_config.json",
      "sentence_albert_config.json",     "sentence_xlm-roberta_config.json",
      "sentence_xlnet_config.json"};
  const auto* const name = std::find_if(kNames.begin(), kNames.end(), [&](std::string_view file) {
    return is_config_file(folder / file);
  });
  if (name == kNames.end()) return;
  const FileJson json = object_in(folder / *name);
  const auto length = json.find("max_seq_length");
  if (length != json.end() && length->is_number_unsigned() && *length > 0U) {
    config.max_seq_length = length->get<std::size_t>();
  }
  config.do_lower_case = flag_at(json, "do_lower_case", false);
}

void read_prompts(const fs::path& file, SentenceConfig& config) {
  // sentence-transformers knows these two even where a model says nothing of them.
  config.prompts = {{"query", ""}, {"document", ""}};
  const FileJson json = object_in(file);
  if (const auto given = json.find("prompts"); given != json.end() && given->is_object()) {
    for (const auto& [name, text] : given->items()) {
      if (!text.is_string()) continue;
      const auto known = std::find_if(config.prompts.begin(), config.prompts.end(),
                                      [&](const auto& prompt) { return prompt.first == name; });
      if (known != config.prompts.end()) {
        known->second = text.get<std::string>();
      } else {
        config.prompts.emplace_back(name, text.get<std::string>());
      }
    }
  }
  config.default_prompt_name = text_at(json, "default_prompt_name");
  if (const auto name = text_at(json, "similarity_fn_name")) {
    config.similarity = *name;
  }
}

}  // namespace

const std::string& SentenceConfig::prompt(const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& [known, text] : prompts) {
    if (known == name) return text;
    names.push_back(known);
  }
  throw Error(ErrorCode::invalid_argument,
              "Prompt name '" + name +
                  "' not found in the configured prompts dictionary with keys " +
                  python_list(names) + ".");
}

SentenceConfig load_sentence_config(const fs::path& folder) {
  SentenceConfig config;
  fs::path transformer = folder;
  if (is_config_file(folder / "modules.json")) {
    transformer = read_modules(folder, config);
  } else if (is_config_file(folder / "1_Pooling" / "config.json")) {
    read_pooling(folder / "1_Pooling" / "config.json", config);
  }
  read_transformer(transformer, config);
  read_prompts(folder / "config_sentence_transformers.json", config);
  return config;
}

}  // namespace penstock
