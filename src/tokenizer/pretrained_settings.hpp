// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_file.hpp"
#include "tokenizer/special_tokens.hpp"
#include "tokenizer/tokenizer_state.hpp"

namespace penstock {

// Whether tokenizer_config.json says true.
[[nodiscard]] bool config_flag(const FileJson& config, const char* key);

// What tokenizer_config.json and the class say beside the special tokens. `engine` (null: none)
// gives the sides that its tokenizer.json was saved with. Throws Error{io} for an unknown side.
[[nodiscard]] PretrainedSettings read_settings(const FileJson& config, const TokenizerClass& row,
                                               const Engine* engine);

// What the slow class passes on where the folder does not say (PreTrainedTokenizerFast.__init__).
void take_slow_defaults(const FileJson& config, const TokenizerClass& row,
                        PretrainedSettings& settings);

void take_special_tokens(const SpecialTokens& tokens, PretrainedSettings& settings);

}  // namespace penstock
