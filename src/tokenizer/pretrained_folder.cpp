// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>
#include <string>

#include "tokenizer/pretrained.hpp"

namespace penstock {

Tokenizer::State load_pretrained_folder(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "tokenizer.json";
  if (!std::filesystem::exists(file)) {
    throw Error(ErrorCode::not_found,
                folder.string() + " holds no tokenizer: there is no " + "tokenizer.json in it");
  }
  Tokenizer::State state = load_tokenizer_file(file);
  state.engine.truncation.reset();
  state.engine.padding.reset();
  return state;
}

}  // namespace penstock
