// SPDX-License-Identifier: Apache-2.0
#include "generation/generation_config.hpp"

#include <array>
#include <penstock/error.hpp>
#include <string_view>

#include "generation/generation_config_fields.hpp"
#include "generation/python_repr.hpp"

namespace penstock {
namespace {

// Keys that the reference knows and Penstock only carries.
struct OtherKey {
  std::string_view name;
  enum class Default { none, no, zero, ten } value;
};
constexpr std::array<OtherKey, 13> kOtherKeys = {{
    {"cache_config", OtherKey::Default::none},
    {"return_legacy_cache", OtherKey::Default::none},
    {"prefill_chunk_size", OtherKey::Default::none},
    {"output_attentions", OtherKey::Default::no},
    {"output_hidden_states", OtherKey::Default::no},
    {"assistant_lookbehind", OtherKey::Default::ten},
    {"target_lookbehind", OtherKey::Default::ten},
    {"compile_config", OtherKey::Default::none},
    {"disable_compile", OtherKey::Default::no},
    {"dola_layers", OtherKey::Default::none},
    {"diversity_penalty", OtherKey::Default::zero},
    {"constraints", OtherKey::Default::none},
    {"force_words_ids", OtherKey::Default::none},
}};

const OtherKey* find_other(std::string_view name) {
  for (const OtherKey& key : kOtherKeys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

Json default_of_other(std::string_view name) {
  const OtherKey* key = find_other(name);
  if (key == nullptr) return nullptr;
  switch (key->value) {
    case OtherKey::Default::no: return false;
    case OtherKey::Default::zero: return 0.0;
    case OtherKey::Default::ten: return 10;
    case OtherKey::Default::none: break;
  }
  return nullptr;
}

Json other_value(const Json& others, std::string_view name) {
  const auto found = others.find(name);
  return found == others.end() ? default_of_other(name) : *found;
}

// Reads the key into the member that has its name; false: there is none.
bool set_member(GenerationConfig& config, const std::string& key, const Json& value) {
  if (key == "seed") {
    const bool negative =
        value.is_number_integer() && !value.is_number_unsigned() && value.get<std::int64_t>() < 0;
    const bool fits = value.is_null() || (value.is_number_integer() && !negative);
    if (!fits) {
      throw Error(
          ErrorCode::invalid_argument,
          "`seed` must be an integer from 0 to 2**64 - 1, but is " + python_repr(value) + ".");
    }
    config.seed = value.is_null() ? std::nullopt : std::optional(value.get<std::uint64_t>());
    return true;
  }
  bool found = false;
  for_each_field([&](std::string_view name, auto member) {
    if (name != key) return;
    read_field(name, value, config.*member);
    found = true;
  });
  return found;
}

bool is_metadata(std::string_view key) {
  return key == "_from_model_config" || key == "_commit_hash" || key == "_original_object_hash";
}

}  // namespace

GenerationConfig GenerationConfig::from_json(const Json& json) {
  if (!json.is_object()) {
    throw Error(ErrorCode::invalid_argument,
                "A generation configuration must be an object, but is " + python_repr(json) + ".");
  }
  const auto marker = json.find("_from_model_config");
  const bool from_model = marker != json.end() && marker->is_boolean() && marker->get<bool>();
  GenerationConfig config;
  for (const auto& [key, value] : json.items()) {
    if (is_metadata(key) || key == "seed") continue;
    if (key == "transformers_version") {
      if (value.is_string()) config.transformers_version = value.get<std::string>();
    } else if (!set_member(config, key, value)) {
      if (!from_model || find_other(key) != nullptr) config.others[key] = value;
    }
  }
  config.validate();
  return config;
}

Json GenerationConfig::update(const Json& parameters) {
  Json unused = Json::object();
  for (const auto& [key, value] : parameters.items()) {
    if (set_member(*this, key, value)) continue;
    if (find_other(key) != nullptr || others.contains(key)) {
      others[key] = value;
    } else if (key != "transformers_version") {
      unused[key] = value;
    }
  }
  validate();
  return unused;
}

void GenerationConfig::fill_defaults(const GenerationConfig& model) {
  static const GenerationConfig globals;
  for_each_field([&](std::string_view name, auto member) {
    const bool mine_is_default = this->*member == globals.*member;
    if (name == "cache_implementation" || !mine_is_default) return;
    if (!(model.*member == globals.*member)) this->*member = model.*member;
  });
  for (const auto& [key, theirs] : model.others.items()) {
    const Json global = default_of_other(key);
    if (other_value(others, key) == global && theirs != global) others[key] = theirs;
  }
}

Json GenerationConfig::to_json() const {
  Json json = Json::object();
  for_each_field([&](std::string_view name, auto member) {
    json[std::string(name)] = field_json(this->*member);
  });
  for (const OtherKey& key : kOtherKeys) {
    json[std::string(key.name)] = other_value(others, key.name);
  }
  for (const auto& [key, value] : others.items()) json[key] = value;
  return json;
}

}  // namespace penstock
