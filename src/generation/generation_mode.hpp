// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/generation_config.hpp"

namespace penstock {

// transformers' GenerationMode, without those that it moved to the hub.
enum class GenerationMode { greedy_search, sample, assisted_generation, beam_search, beam_sample };

// GenerationConfig.get_generation_mode. Throws Error{invalid_argument} for a mode that the
// reference loads from the hub, with its words.
[[nodiscard]] GenerationMode generation_mode(const GenerationConfig& config, bool has_assistant);

}  // namespace penstock
