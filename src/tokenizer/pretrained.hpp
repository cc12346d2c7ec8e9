// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "tokenizer/tokenizer_state.hpp"

namespace penstock {

// A folder as AutoTokenizer.from_pretrained(use_fast=True) reads it.
[[nodiscard]] Tokenizer::State load_pretrained_folder(const std::filesystem::path& folder);

// One tokenizer.json as the reference reads it; sides and pad token come from what it stores.
[[nodiscard]] Tokenizer::State load_tokenizer_file(const std::filesystem::path& file);

}  // namespace penstock
