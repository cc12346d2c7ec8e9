// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "tokenizer/engine_encoding.hpp"

namespace penstock::post_processors {

// Takes the white space at both ends of byte-level tokens out of their offsets, in the encoding
// and its overflows (the reference's process_offsets).
void trim_offsets(EngineEncoding& encoding, bool add_prefix_space);

// The same for one token. `is_first`: of its sequence.
[[nodiscard]] Offsets trimmed(std::string_view token, Offsets offsets, bool is_first,
                              bool add_prefix_space);

}  // namespace penstock::post_processors
