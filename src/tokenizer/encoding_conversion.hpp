// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <penstock/tokenizer.hpp>

#include "tokenizer/engine_encoding.hpp"

namespace penstock {

// Which of the arrays of an Encoding are filled.
enum class EncodingDetail { full, ids_only };

// The public form, windows in `overflowing` too. Token texts that are not those of `vocabulary`
// (null: all) are copied.
[[nodiscard]] Encoding to_public(EngineEncoding encoding, EncodingDetail detail,
                                 const std::shared_ptr<const Engine>& vocabulary);

// The sequence of each token, kNone outside of all (Encoding::get_sequence_ids).
[[nodiscard]] std::vector<std::uint32_t> sequence_ids(const EngineEncoding& encoding);

}  // namespace penstock
