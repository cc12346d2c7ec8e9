// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/tokenizer.hpp>

namespace penstock {

// A pair as the reference encodes it in a list of pairs: an empty second text is one, which a lone
// pair loses.
[[nodiscard]] Encoding encode_listed_pair(const Tokenizer& tokenizer, const TextInput& pair,
                                          const EncodeOptions& options);

}  // namespace penstock
