// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <penstock/json.hpp>
#include <string>
#include <string_view>

#include "generation/generation_config.hpp"
#include "models/model_config.hpp"

namespace penstock {

// generation_config.json of the folder, else the generation keys of config.json; keys of
// config.json that differ from the model class's defaults win (optimum's from_pretrained).
[[nodiscard]] GenerationConfig load_generation_config(const std::filesystem::path& folder,
                                                      const ModelConfig& config);

// What a pipeline generates with when a call says nothing; made once, at its construction, in the
// order of transformers' Pipeline.__init__ (spec 5.1). Immutable.
class GenerationDefaults {
 public:
  struct Sources {
    std::string task;           // key of task_specific_params: "translation_en_to_fr"
    GenerationConfig pipeline;  // the pipeline class's _default_generation_config
    GenerationConfig model;     // load_generation_config()
    const ModelConfig* config = nullptr;
    Json parameters = Json::object();  // of the construction, without those that the task takes
    std::optional<std::int64_t> tokenizer_pad_token_id;
  };
  explicit GenerationDefaults(const Sources& sources);

  // The configuration of a call with these generate() arguments. Throws
  // Error{invalid_argument} "The following `model_kwargs` are not used by the model: [...] (...)".
  [[nodiscard]] GenerationConfig for_call(const Json& parameters) const;

  [[nodiscard]] const GenerationConfig& config() const noexcept { return config_; }
  // Text put before every prompt, from task_specific_params or config.json.
  [[nodiscard]] const std::optional<std::string>& prefix() const noexcept { return prefix_; }

 private:
  GenerationConfig model_;
  GenerationConfig config_;
  Json unused_;  // construction parameters that are no generation keys: every call refuses them
  std::optional<std::string> prefix_;
};

}  // namespace penstock
