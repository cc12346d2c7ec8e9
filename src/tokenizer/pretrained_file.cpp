// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "tokenizer/name_file.hpp"
#include "tokenizer/pretrained.hpp"
#include "tokenizer/tokenizer_document.hpp"
#include "tokenizer/tokenizer_json.hpp"

namespace penstock {

Tokenizer::State load_tokenizer_file(const std::filesystem::path& file) {
  PaddedText text = PaddedText::read(file);
  Tokenizer::State state;
  state.engine = naming_file(file.string(), [&] {
    TokenizerDocument document(std::move(text));
    return make_engine(document);
  });
  // As PreTrainedTokenizerFast takes over what its tokenizer object was saved with.
  PretrainedSettings& settings = state.settings;
  if (const auto& truncation = state.engine.truncation) {
    settings.truncation_side = truncation->direction;
  }
  if (const auto& padding = state.engine.padding) {
    settings.padding_side = padding->direction;
    settings.roles[static_cast<std::size_t>(Tokenizer::Role::pad)] = padding->pad_token;
  }
  return state;
}

}  // namespace penstock
