// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tokenizer/tokenizer_state.hpp"

namespace penstock {

// set_src_lang_special_tokens: the engine's post-processor writes this language from now on. False
// where neither the language nor an unknown token is in the vocabulary; nothing changes then.
[[nodiscard]] bool set_source_language(Tokenizer::State& state, std::string_view language);

// convert_tokens_to_ids, or get_lang_id of M2M100: what a translation begins with.
[[nodiscard]] std::optional<std::uint32_t> language_id(const Tokenizer::State& state,
                                                       std::string_view language);

}  // namespace penstock
