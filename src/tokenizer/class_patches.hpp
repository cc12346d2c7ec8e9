// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_file.hpp"
#include "tokenizer/tokenizer_state.hpp"

namespace penstock {

class JsonView;

// Rebuilds the parts of the engine that the constructor of a transformers class rebuilds, from the
// components in the tokenizer.json `root` and the arguments in `config` (tokenizer_config.json, may
// be null). The special tokens are in the engine already.
void apply_class_patches(Tokenizer::State& state, const JsonView& root, const TokenizerClass& row,
                         const FileJson& config);

}  // namespace penstock
