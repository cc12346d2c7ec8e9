// SPDX-License-Identifier: Apache-2.0
#include "generation/generation_mode.hpp"

#include <penstock/error.hpp>
#include <string>
#include <string_view>

#include "core/log.hpp"

namespace penstock {
namespace {

[[noreturn]] void refuse_hub_mode(std::string_view name, std::string_view repository) {
  throw Error(ErrorCode::invalid_argument,
              std::string(name) +
                  " requires `trust_remote_code=True` in your `generate` call, since it loads "
                  "https://hf.co/" +
                  std::string(repository) + ".");
}

bool is_set(const GenerationConfig& config, std::string_view key) {
  const auto found = config.others.find(key);
  return found != config.others.end() && !found->is_null();
}

GenerationMode base_mode(const GenerationConfig& config) {
  if (is_set(config, "constraints") || is_set(config, "force_words_ids")) {
    refuse_hub_mode("Constrained Beam Search", "transformers-community/constrained-beam-search");
  }
  const bool sampling = config.do_sample.value_or(true);  // only False itself is greedy
  if (config.num_beams == 1) {
    if (sampling) return GenerationMode::sample;
    if (config.top_k.value_or(0) > 1 && config.penalty_alpha.value_or(0) > 0) {
      refuse_hub_mode("Contrastive Search", "transformers-community/contrastive-search");
    }
    return GenerationMode::greedy_search;
  }
  if (config.num_beam_groups > 1) {
    refuse_hub_mode("Group Beam Search", "transformers-community/group-beam-search");
  }
  return config.do_sample == true ? GenerationMode::beam_sample : GenerationMode::beam_search;
}

void warn_ignored(std::string_view flag, std::string_view what, GenerationMode mode) {
  log(LogLevel::warning,
      "You've set `" + std::string(flag) + "`, which triggers " + std::string(what) +
          " generate. Currently, " + std::string(what) +
          " generate is only supported with Greedy Search and Sample. However, the base decoding "
          "mode (based on current flags) is GenerationMode." +
          (mode == GenerationMode::beam_search ? "BEAM_SEARCH" : "BEAM_SAMPLE") +
          " -- some of the set flags will be ignored.");
}

}  // namespace

GenerationMode generation_mode(const GenerationConfig& config, bool has_assistant) {
  GenerationMode mode = base_mode(config);
  const bool single = config.num_beams == 1;
  if (has_assistant || config.prompt_lookup_num_tokens || config.assistant_early_exit) {
    if (single) {
      mode = GenerationMode::assisted_generation;
    } else {
      warn_ignored("assistant_model", "assisted", mode);
    }
  }
  if (is_set(config, "dola_layers")) {
    if (single && mode != GenerationMode::assisted_generation) {
      refuse_hub_mode("Dola Generation", "transformers-community/dola");
    }
    warn_ignored("dola_layers", "DoLa", mode);
  }
  return mode;
}

}  // namespace penstock
