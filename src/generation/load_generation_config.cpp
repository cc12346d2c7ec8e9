// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <penstock/error.hpp>
#include <string_view>

#include "core/file_error.hpp"
#include "core/json_file.hpp"
#include "core/log.hpp"
#include "generation/class_defaults.hpp"
#include "generation/generation_config_fields.hpp"
#include "generation/generation_defaults.hpp"
#include "generation/python_repr.hpp"

namespace penstock {
namespace {

// PretrainedConfig._get_global_generation_defaults: keys that a config.json may hold, and that
// optimum then moves into the generation configuration.
constexpr std::array<std::string_view, 25> kLegacyKeys = {"max_length",
                                                          "min_length",
                                                          "do_sample",
                                                          "early_stopping",
                                                          "num_beams",
                                                          "temperature",
                                                          "top_k",
                                                          "top_p",
                                                          "typical_p",
                                                          "repetition_penalty",
                                                          "length_penalty",
                                                          "no_repeat_ngram_size",
                                                          "encoder_no_repeat_ngram_size",
                                                          "bad_words_ids",
                                                          "num_return_sequences",
                                                          "output_scores",
                                                          "return_dict_in_generate",
                                                          "forced_bos_token_id",
                                                          "forced_eos_token_id",
                                                          "remove_invalid_values",
                                                          "exponential_decay_length_penalty",
                                                          "suppress_tokens",
                                                          "begin_suppress_tokens",
                                                          "num_beam_groups",
                                                          "diversity_penalty"};

// Members of config.json that are generation keys, over the class's own.
Json generation_keys(const FileJson& file, const Json& class_defaults) {
  Json keys = class_defaults;
  for_each_field([&](std::string_view name, auto /*member*/) {
    const auto found = file.find(name);
    if (found == file.end()) return;
    keys.erase(std::string(name));  // null takes the class's value away
    if (!found->is_null()) keys[std::string(name)] = Json(*found);
  });
  keys.erase("use_cache");
  return keys;
}

// GenerationConfig.from_model_config.
GenerationConfig from_model_config(const ModelConfig& config, const Json& class_defaults) {
  Json keys = generation_keys(config.json(), class_defaults);
  keys["_from_model_config"] = true;
  GenerationConfig result = GenerationConfig::from_json(keys);
  // Composite models keep some keys with their decoder.
  for (const std::string_view part : {"decoder", "generator", "text_config"}) {
    const auto inner = config.json().find(part);
    if (inner == config.json().end() || !inner->is_object()) continue;
    const auto type = inner->find("model_type");
    const std::string name =
        type != inner->end() && type->is_string() ? type->get<std::string>() : std::string();
    Json own = generation_keys(*inner, Json::parse(class_generation_defaults(name)));
    own["_from_model_config"] = true;
    result.fill_defaults(GenerationConfig::from_json(own));
    break;
  }
  const bool extra = result.output_scores == true || result.output_logits == true;
  if (result.return_dict_in_generate == false && extra) result.return_dict_in_generate = true;
  return result;
}

Json misplaced_keys(const ModelConfig& config, const Json& class_defaults) {
  const Json globals = GenerationConfig().to_json();
  Json misplaced = Json::object();
  for (const std::string_view name : kLegacyKeys) {
    const std::string key(name);
    const auto found = config.json().find(name);
    if (found == config.json().end() || found->is_null()) continue;
    const Json expected = class_defaults.contains(key) ? class_defaults[key] : globals[key];
    if (Json(*found) != expected) misplaced[key] = Json(*found);
  }
  return misplaced;
}

}  // namespace

GenerationConfig load_generation_config(const std::filesystem::path& folder,
                                        const ModelConfig& config) try {
  const Json class_defaults = Json::parse(class_generation_defaults(config.model_type()));
  const std::filesystem::path file = folder / "generation_config.json";
  GenerationConfig result = std::filesystem::exists(file)
                                ? GenerationConfig::from_json(Json(read_json_file(file)))
                                : from_model_config(config, class_defaults);
  result.cache_implementation.reset();
  const Json misplaced = misplaced_keys(config, class_defaults);
  if (!misplaced.empty()) {
    log(LogLevel::warning,
        "Moving the following attributes in the config to the generation config: " +
            python_repr(misplaced) +
            ". You are seeing this warning because you've set generation parameters in the model "
            "config, as opposed to in the generation config.");
    static_cast<void>(result.update(misplaced));
  }
  return result;
} catch (const std::filesystem::filesystem_error& error) {
  throw file_error(error);
}

}  // namespace penstock
