// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "tokenizer/engine.hpp"

namespace penstock {

class JsonView;
class TokenizerDocument;

// Builds the engine that the root of a tokenizer.json describes. Throws Error{io} for anything the
// reference does not accept, Error{unsupported} for a regex beyond our matcher.
[[nodiscard]] Engine make_engine(TokenizerDocument& document);

// One component from its own JSON text, for those that transformers rebuilds.
[[nodiscard]] std::unique_ptr<Normalizer> parse_normalizer(std::string_view text);
[[nodiscard]] std::unique_ptr<PreTokenizer> parse_pre_tokenizer(std::string_view text);
[[nodiscard]] std::unique_ptr<PostProcessor> parse_post_processor(std::string_view text);

}  // namespace penstock
