// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

#include "generation/generate.hpp"
#include "generation/generation_config.hpp"
#include "generation/logits_processor.hpp"
#include "models/decoder_model.hpp"

namespace penstock {

inline constexpr float kForbidden = -std::numeric_limits<float>::infinity();

// What processors are made from. Everything is lent, and outlives them.
struct ProcessorContext {
  const GenerationConfig* config = nullptr;  // lengths and special tokens settled
  const GenerationHooks* hooks = nullptr;
  const DecoderModel* model = nullptr;
  std::size_t rows = 1;            // of the input
  std::size_t rows_per_input = 1;  // beams or samples
  std::size_t prompt_length = 0;
  // What the reference calls encoder_input_ids: what the encoder read or, without one, the prompts
  // [rows][encoder_columns]. Empty where the encoder reads no ids.
  std::span<const std::int64_t> encoder_input_ids;
  std::size_t encoder_columns = 0;
  // For guidance_scale.
  std::span<const std::int64_t> negative_prompt_ids;
  std::span<const std::int64_t> negative_prompt_attention_mask;
  std::size_t negative_columns = 0;

  // Empty: no eos token at all.
  [[nodiscard]] std::span<const std::int64_t> eos() const noexcept {
    return config->eos_token_id ? std::span<const std::int64_t>(*config->eos_token_id)
                                : std::span<const std::int64_t>();
  }
  // Warpers leave this many tokens, so that beams have one that is not eos.
  [[nodiscard]] std::size_t min_tokens_to_keep() const noexcept {
    if (config->num_beams <= 1) return 1;
    return config->eos_token_id ? config->eos_token_id->size() + 1 : 2;
  }
};

// Null: not asked for.
using ProcessorFactory = std::unique_ptr<LogitsProcessor> (*)(const ProcessorContext& context);

// scores[id] = value for those ids that the model has.
inline void set_scores(std::span<float> scores, std::span<const std::int64_t> ids, float value) {
  for (const std::int64_t id : ids) {
    if (id >= 0 && static_cast<std::size_t>(id) < scores.size()) {
      scores[static_cast<std::size_t>(id)] = value;
    }
  }
}

}  // namespace penstock
