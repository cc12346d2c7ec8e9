// SPDX-License-Identifier: Apache-2.0
#include "generation/generation_defaults.hpp"

#include <array>
#include <charconv>
#include <penstock/error.hpp>
#include <vector>

#include "core/log.hpp"
#include "core/python_text.hpp"

namespace penstock {
namespace {

// Whether a version ("4.57.6", "4.50.0.dev0"; none: the present one) is at least 4.50.
bool fills_model_defaults(std::string_view version) {
  if (version.empty()) return true;
  int major = 0;
  int minor = 0;
  const char* end = version.data() + version.size();
  const auto first = std::from_chars(version.data(), end, major);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return true;
  std::from_chars(first.ptr + 1, end, minor);
  return major > 4 || (major == 4 && minor >= 50);
}

const FileJson* member(const FileJson& object, std::string_view key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

// generate() arguments that are no configuration keys; a value of None is as good as absent.
std::vector<std::string> unused_keys(const Json& parameters) {
  std::vector<std::string> names;
  for (const auto& [key, value] : parameters.items()) {
    if (!value.is_null() && key != "trust_remote_code" && key != "use_model_defaults") {
      names.push_back(key);
    }
  }
  return names;
}

}  // namespace

GenerationDefaults::GenerationDefaults(const Sources& sources)
    : model_(sources.model), config_(sources.pipeline) {
  const FileJson empty = FileJson::object();
  const FileJson& file = sources.config != nullptr ? sources.config->json() : empty;
  if (const FileJson* prefix = member(file, "prefix"); prefix != nullptr && prefix->is_string()) {
    prefix_ = prefix->get<std::string>();
  }
  config_.fill_defaults(model_);
  if (config_.temperature && config_.temperature->value == 0.0) config_.do_sample = false;
  unused_ = config_.update(sources.parameters);
  if (sources.pipeline.max_new_tokens &&
      config_.max_new_tokens == sources.pipeline.max_new_tokens && config_.max_length &&
      *config_.max_length != 20) {
    config_.max_new_tokens.reset();
  }
  const FileJson* tasks = member(file, "task_specific_params");
  const FileJson* own =
      tasks != nullptr && tasks->is_object() ? member(*tasks, sources.task) : nullptr;
  if (own != nullptr && own->is_object()) {
    Json parameters(*own);
    if (const auto prefix = parameters.find("prefix"); prefix != parameters.end()) {
      prefix_ = prefix->is_string() ? std::optional(prefix->get<std::string>()) : std::nullopt;
      parameters.erase("prefix");
    }
    static_cast<void>(config_.update(parameters));
  }
  if (!config_.pad_token_id) config_.pad_token_id = sources.tokenizer_pad_token_id;
}

GenerationConfig GenerationDefaults::for_call(const Json& parameters) const {
  GenerationConfig config = config_;
  if (fills_model_defaults(model_.transformers_version)) {
    config.fill_defaults(model_);
    if (config.temperature && config.temperature->value == 0.0) config.do_sample = false;
  } else {
    if (!config.bos_token_id) config.bos_token_id = model_.bos_token_id;
    if (!config.eos_token_id) config.eos_token_id = model_.eos_token_id;
    if (!config.pad_token_id) config.pad_token_id = model_.pad_token_id;
    if (!config.decoder_start_token_id) {
      config.decoder_start_token_id = model_.decoder_start_token_id;
    }
  }
  Json given = unused_;
  for (const auto& [key, value] : parameters.items()) given[key] = value;
  const Json unused = config.update(given);
  const auto was_given = [&](const char* key) {
    const auto found = given.find(key);
    return found != given.end() && !found->is_null();
  };
  config.max_length_in_call = was_given("max_length");
  config.min_length_in_call = was_given("min_length");
  if (const std::vector<std::string> names = unused_keys(unused); !names.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "The following `model_kwargs` are not used by the model: " + python_list(names) +
                    " (note: typos in the generate arguments will also show up in this list)");
  }
  return config;
}

}  // namespace penstock
