// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/log.hpp"
#include "core/python_text.hpp"
#include "core/refuse_argument.hpp"
#include "generation/generation_config.hpp"
#include "generation/generation_config_fields.hpp"
#include "generation/python_repr.hpp"

// GenerationConfig.validate: the errors and the warnings of the reference, in its order.

namespace penstock {
namespace {

template <typename T>
std::string repr(const T& value) {
  return python_repr(field_json(value));
}

// Attributes that have no effect as they stand, with the reason.
class Issues {
 public:
  void add(std::string_view name, const std::string& reason) {
    names_.emplace_back(name);
    details_ += "- `" + std::string(name) + "`: " + reason + "\n";
  }

  void log_all() const {
    if (names_.empty()) return;
    log(LogLevel::warning, "The following generation flags are not valid and may be ignored: " +
                               python_list(names_) + ". The log says why at the level info.");
    log(LogLevel::info,
        details_ +
            "If you're using a pretrained model, note that some of these attributes may be "
            "set through the model's `generation_config.json` file.");
  }

 private:
  std::vector<std::string> names_;
  std::string details_;
};

void check_values(const GenerationConfig& config, Issues& issues) {
  if (config.max_new_tokens && *config.max_new_tokens <= 0) {
    refuse_argument("`max_new_tokens` must be greater than 0, but is " +
                    std::to_string(*config.max_new_tokens) + ".");
  }
  if (config.pad_token_id && *config.pad_token_id < 0) {
    issues.add(
        "pad_token_id",
        "`pad_token_id` should be positive but got " + std::to_string(*config.pad_token_id) +
            ". This will cause errors when batch generating, if there is padding. Please set "
            "`pad_token_id` explicitly as `model.generation_config.pad_token_id=PAD_TOKEN_ID` "
            "to avoid errors in generation");
  }
  // In the order in which the reference lists them.
  static const std::vector<std::string> kCaches = {"static",
                                                   "offloaded_static",
                                                   "sliding_window",
                                                   "hybrid",
                                                   "hybrid_chunked",
                                                   "offloaded_hybrid",
                                                   "offloaded_hybrid_chunked",
                                                   "dynamic",
                                                   "dynamic_full",
                                                   "offloaded",
                                                   "quantized"};
  const auto& cache = config.cache_implementation;
  if (cache && std::find(kCaches.begin(), kCaches.end(), *cache) == kCaches.end()) {
    std::string names = python_list(kCaches);
    names.front() = '(';
    names.back() = ')';
    refuse_argument("Invalid `cache_implementation` (" + *cache + "). Choose one of: " + names);
  }
}

void check_watermarking(const WatermarkingConfig& config) {
  const auto wrong = [](const char* key, const char* correct, const std::string& found) {
    refuse_argument("Some of the keys in `watermarking_config` are defined incorrectly. `" +
                    std::string(key) + "` should be " + correct + "` but found " + found);
  };
  if (config.seeding_scheme != "selfhash" && config.seeding_scheme != "lefthash") {
    wrong("seeding_scheme", "[`selfhash`, `lefthash`]", config.seeding_scheme);
  }
  // The reference shows the scheme here, too.
  if (!(config.greenlist_ratio >= 0.0 && config.greenlist_ratio <= 1.0)) {
    wrong("greenlist_ratio", "in range between 0.0 and 1.0", config.seeding_scheme);
  }
  if (config.context_width < 1) {
    wrong("context_width", "a positive integer", std::to_string(config.context_width));
  }
}

template <typename T, typename U>
void note_sampling_flag(Issues& issues, std::string_view name, const std::optional<T>& value,
                        const U& neutral) {
  if (!value || *value == neutral) return;
  const std::string flag(name);
  issues.add(name, "`do_sample` is set to `False`. However, `" + flag + "` is set to `" +
                       repr(*value) +
                       "` -- this flag is only used in sample-based generation modes. You should "
                       "set `do_sample=True` or unset `" +
                       flag + "`.");
}

void note_sampling_flags(const GenerationConfig& config, Issues& issues) {
  if (config.do_sample != false) return;
  note_sampling_flag(issues, "temperature", config.temperature, GenerationNumber{1.0});
  note_sampling_flag(issues, "top_p", config.top_p, 1.0);
  if (config.min_p) note_sampling_flag(issues, "min_p", config.min_p, -1.0);
  note_sampling_flag(issues, "typical_p", config.typical_p, 1.0);
  note_sampling_flag(issues, "top_k", config.top_k, 50);
  note_sampling_flag(issues, "epsilon_cutoff", config.epsilon_cutoff, 0.0);
  note_sampling_flag(issues, "eta_cutoff", config.eta_cutoff, 0.0);
}

void note_beam_flags(const GenerationConfig& config, Issues& issues) {
  if (config.num_beams != 1) return;
  const auto note = [&](std::string_view name, const std::string& value) {
    const std::string flag(name);
    issues.add(name, "`num_beams` is set to 1. However, `" + flag + "` is set to `" + value +
                         "` -- this flag is only used in beam-based generation modes. You should "
                         "set `num_beams>1` or unset `" +
                         flag + "`.");
  };
  if (config.early_stopping == EarlyStopping::yes) note("early_stopping", "True");
  if (config.early_stopping == EarlyStopping::never) note("early_stopping", "never");
  if (config.length_penalty && *config.length_penalty != 1.0) {
    note("length_penalty", repr(*config.length_penalty));
  }
}

void check_return_sequences(const GenerationConfig& config) {
  if (config.num_return_sequences == 1) return;
  const std::string count = std::to_string(config.num_return_sequences);
  if (config.num_beams == 1) {
    if (config.do_sample == false) {
      refuse_argument(
          "Greedy methods without beam search do not support `num_return_sequences` different than "
          "1 (got " +
          count + ").");
    }
  } else if (config.num_return_sequences > config.num_beams) {
    refuse_argument("`num_return_sequences` (" + count +
                    ") has to be smaller or equal to `num_beams` (" +
                    std::to_string(config.num_beams) + ").");
  }
}

void note_output_flags(const GenerationConfig& config, Issues& issues) {
  if (config.return_dict_in_generate == true) return;
  const auto note = [&](std::string_view name, const std::optional<bool>& flag) {
    if (flag != true) return;
    issues.add(name, "`return_dict_in_generate` is NOT set to `True`, but `" + std::string(name) +
                         "` is. When `return_dict_in_generate` is not `True`, `" +
                         std::string(name) + "` is ignored.");
  };
  note("output_scores", config.output_scores);
  note("output_logits", config.output_logits);
}

void check_misplaced(const GenerationConfig& config) {
  constexpr std::array<std::string_view, 9> kArguments = {
      "logits_processor",         "stopping_criteria",
      "prefix_allowed_tokens_fn", "synced_gpus",
      "assistant_model",          "streamer",
      "negative_prompt_ids",      "negative_prompt_attention_mask",
      "use_model_defaults"};
  for (const std::string_view name : kArguments) {
    if (!config.others.contains(name)) continue;
    refuse_argument(
        "Argument `" + std::string(name) +
        "` is not a valid argument of `GenerationConfig`. It should be passed to `generate()` "
        "(or a pipeline) directly.");
  }
}

}  // namespace

void GenerationConfig::validate() const {
  Issues issues;
  check_values(*this, issues);
  if (watermarking_config) check_watermarking(*watermarking_config);
  note_sampling_flags(*this, issues);
  note_beam_flags(*this, issues);
  check_return_sequences(*this);
  note_output_flags(*this, issues);
  check_misplaced(*this);
  // Penstock's own: counts that the reference runs into later.
  if (num_beams < 1)
    refuse_argument("`num_beams` must be at least 1, but is " + std::to_string(num_beams) + ".");
  if (num_return_sequences < 1) {
    refuse_argument("`num_return_sequences` must be at least 1, but is " +
                    std::to_string(num_return_sequences) + ".");
  }
  issues.log_all();
}

}  // namespace penstock
