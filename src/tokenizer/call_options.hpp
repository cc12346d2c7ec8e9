// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "tokenizer/tokenizer_state.hpp"

namespace penstock {

// What a call's EncodeOptions mean for the engine (transformers' _get_padding_truncation_strategies
// and set_truncation_and_padding). Throws Error{invalid_argument} where transformers raises.
struct CallSettings {
  std::optional<TruncationParams> truncation;
  std::optional<PaddingParams> padding;
};
[[nodiscard]] CallSettings resolve_options(const Tokenizer::State& state,
                                           const EncodeOptions& options);

}  // namespace penstock
