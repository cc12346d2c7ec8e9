// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <penstock/error.hpp>
#include <string>

#include "tokenizer/pretrained.hpp"
#include "tokenizer/text_file.hpp"
#include "tokenizer/tokenizer_json.hpp"

namespace penstock {

// As PreTrainedTokenizerFast takes over what its tokenizer object was saved with.
void seed_from_engine(const Engine& engine, PretrainedSettings& settings) {
  if (engine.truncation) settings.truncation_side = engine.truncation->direction;
  if (!engine.padding) return;
  settings.padding_side = engine.padding->direction;
  settings.pad_token_type_id = engine.padding->pad_type_id;
  settings.roles[static_cast<std::size_t>(Tokenizer::Role::pad)] = engine.padding->pad_token;
}

Tokenizer::State load_tokenizer_file(const std::filesystem::path& file) {
  Tokenizer::State state;
  state.engine = parse_tokenizer_json(read_text_file(file));
  seed_from_engine(state.engine, state.settings);
  return state;
}

}  // namespace penstock
