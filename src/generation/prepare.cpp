// SPDX-License-Identifier: Apache-2.0
#include "generation/prepare.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>

#include "core/log.hpp"
#include "core/refuse_argument.hpp"
#include "generation/position_limit.hpp"

namespace penstock {
namespace {

void warn(const std::string& message) { log(LogLevel::warning, message); }

// GenerationMixin._prepare_special_tokens.
void settle_special_tokens(const DecoderModel& model, GenerationConfig& config) {
  if (config.eos_token_id && config.eos_token_id->empty()) config.eos_token_id.reset();
  if (model.is_encoder_decoder() && !config.decoder_start_token_id) {
    config.decoder_start_token_id = config.bos_token_id;
  }
  if (!config.pad_token_id && config.eos_token_id) {
    config.pad_token_id = config.eos_token_id->front();
    warn("Setting `pad_token_id` to `eos_token_id`:" + std::to_string(*config.pad_token_id) +
         " for open-end generation.");
  }
  if (model.is_encoder_decoder() && !config.decoder_start_token_id) {
    refuse_argument(
        "`decoder_start_token_id` or `bos_token_id` has to be defined for encoder-decoder "
        "generation.");
  }
  const auto negative = [](std::int64_t id) { return id < 0; };
  if (config.eos_token_id &&
      std::any_of(config.eos_token_id->begin(), config.eos_token_id->end(), negative)) {
    warn(
        "`eos_token_id` should consist of positive integers. Your generation will not stop until "
        "the maximum length is reached. Depending on other flags, it may even crash.");
  }
}

void check_shape(const GenerationInput& input) {
  const std::size_t size = input.rows * input.columns;
  if (input.rows == 0) refuse_argument("A batch to generate from needs at least one row.");
  if (input.input_ids.size() != size) {
    refuse_argument("`input_ids` holds " + std::to_string(input.input_ids.size()) + " ids, but " +
                    std::to_string(input.rows) + " rows of " + std::to_string(input.columns) +
                    " are " + std::to_string(size) + ".");
  }
  if (!input.attention_mask.empty() && input.attention_mask.size() != size) {
    refuse_argument("`attention_mask` must have the shape of `input_ids`.");
  }
  const std::size_t negative = input.rows * input.negative_columns;
  const std::size_t mask = input.negative_prompt_attention_mask.size();
  if (input.negative_prompt_ids.size() != negative || (mask != 0 && mask != negative)) {
    refuse_argument(
        "`negative_prompt_ids` and its mask must have one row for each row of `input_ids`.");
  }
}

// Padding on the left, if it can be told from text.
std::vector<std::int64_t> inferred_mask(std::span<const std::int64_t> ids,
                                        const GenerationConfig& config) {
  if (!config.pad_token_id) return {};
  const std::int64_t pad = *config.pad_token_id;
  const auto& eos = config.eos_token_id;
  const bool ambiguous = eos && std::find(eos->begin(), eos->end(), pad) != eos->end();
  if (ambiguous || std::find(ids.begin(), ids.end(), pad) == ids.end()) return {};
  std::vector<std::int64_t> mask;
  for (const std::int64_t id : ids) mask.push_back(id == pad ? 0 : 1);
  return mask;
}

Prompts decoder_only_prompts(const GenerationInput& input, const GenerationConfig& config) {
  Prompts prompts;
  prompts.rows = input.rows;
  prompts.length = input.columns;
  prompts.ids.assign(input.input_ids.begin(), input.input_ids.end());
  if (input.columns == 0) {
    if (!config.bos_token_id) {
      refuse_argument("`bos_token_id` has to be defined when no `input_ids` are provided.");
    }
    prompts.length = 1;
    prompts.ids.assign(input.rows, *config.bos_token_id);
    return prompts;
  }
  if (input.attention_mask.empty()) {
    prompts.mask = inferred_mask(input.input_ids, config);
  } else if (std::find(input.attention_mask.begin(), input.attention_mask.end(), 0) !=
             input.attention_mask.end()) {
    prompts.mask.assign(input.attention_mask.begin(), input.attention_mask.end());
  }
  for (std::size_t row = 0; input.rows > 1 && row < input.rows; ++row) {
    if (config.pad_token_id == prompts.ids[(row + 1) * input.columns - 1]) {
      warn(
          "A decoder-only architecture is being used, but right-padding was detected! For correct "
          "generation results, please set `padding_side='left'` when initializing the tokenizer.");
      break;
    }
  }
  return prompts;
}

// GenerationMixin._prepare_decoder_input_ids_for_generation.
Prompts encoder_decoder_prompts(const DecoderModel& model, const GenerationInput& input,
                                const GenerationConfig& config) {
  Prompts prompts;
  prompts.rows = input.rows;
  const std::int64_t start = *config.decoder_start_token_id;
  bool has_start = model.config().model_type() == "whisper" && input.columns > 0;
  for (std::size_t row = 0; input.columns > 0 && row < input.rows; ++row) {
    has_start = has_start || input.input_ids[row * input.columns] == start;
  }
  prompts.length = input.columns + (has_start ? 0 : 1);
  for (std::size_t row = 0; row < input.rows; ++row) {
    if (!has_start) prompts.ids.push_back(start);
    const auto ids = input.input_ids.subspan(row * input.columns, input.columns);
    prompts.ids.insert(prompts.ids.end(), ids.begin(), ids.end());
  }
  return prompts;
}

std::string both_set(const char* what, std::int64_t fresh, std::int64_t total) {
  const std::string name(what);
  return "Both `" + name + "_new_tokens` (=" + std::to_string(fresh) + ") and `" + name +
         "_length`(=" + std::to_string(total) + ") seem to have been set. `" + name +
         "_new_tokens` will take precedence. Please refer to the documentation for more "
         "information. (https://huggingface.co/docs/transformers/main/en/main_classes/"
         "text_generation)";
}

// GenerationMixin._prepare_generated_length.
void settle_lengths(const DecoderModel& model, std::int64_t prompt, GenerationConfig& config) {
  const bool default_max = !config.max_length_in_call && config.max_length;
  const bool default_min = !config.min_length_in_call && config.min_length;
  if (config.max_new_tokens) {
    if (!default_max && config.max_length) {
      warn(both_set("max", *config.max_new_tokens, *config.max_length));
    }
    const std::int64_t room = INT64_MAX - prompt;
    config.max_length = std::min(*config.max_new_tokens, room) + prompt;
  } else if (default_max && *config.max_length == 20) {
    config.max_length = *config.max_length + prompt;
    if (const auto positions = PositionLimit(model.config()).tokens) {
      config.max_length = std::min(*config.max_length, static_cast<std::int64_t>(*positions));
    }
  }
  if (!config.max_length) {
    refuse_argument(
        "Neither `max_new_tokens` nor `max_length` is set: nothing would end the generation.");
  }
  if (config.min_new_tokens) {
    if (!default_min && config.min_length) {
      warn(both_set("min", *config.min_new_tokens, *config.min_length));
    }
    config.min_length = std::min(*config.min_new_tokens, INT64_MAX - prompt) + prompt;
  }
}

// GenerationMixin._validate_generated_length.
void check_lengths(const DecoderModel& model, std::int64_t prompt, const GenerationConfig& config) {
  const std::int64_t most = *config.max_length;
  if (prompt >= most) {
    const char* name = model.is_encoder_decoder() ? "decoder_input_ids" : "input_ids";
    refuse_argument(
        "Input length of " + std::string(name) + " is " + std::to_string(prompt) +
        ", but `max_length` is set to " + std::to_string(most) +
        ". This can lead to unexpected behavior. You should consider increasing `max_length` or, "
        "better yet, setting `max_new_tokens`.");
  }
  std::string advice =
      " Generation will stop at the defined maximum length. You should decrease the minimum length "
      "and/or increase the maximum length.";
  if (!config.max_length_in_call) {
    advice += " Note that `max_length` is set to " + std::to_string(most) + ", its default value.";
  }
  if (config.min_length && *config.min_length > most) {
    warn("Unfeasible length constraints: `min_length` (" + std::to_string(*config.min_length) +
         ") is larger than the maximum possible length (" + std::to_string(most) + ")." + advice);
  }
}

}  // namespace

Prompts prepare(const DecoderModel& model, const GenerationInput& input, GenerationConfig& config) {
  check_shape(input);
  settle_special_tokens(model, config);
  Prompts prompts = model.is_encoder_decoder() ? encoder_decoder_prompts(model, input, config)
                                               : decoder_only_prompts(input, config);
  const auto length = static_cast<std::int64_t>(prompts.length);
  settle_lengths(model, length, config);
  check_lengths(model, length, config);
  return prompts;
}

}  // namespace penstock
