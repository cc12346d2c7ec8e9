// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <penstock/tokenizer.hpp>
#include <span>

#include "tokenizer/engine_encoding.hpp"
#include "tokenizer/padding.hpp"

namespace penstock {

// One row of a batch: an encoding (its overflow is not looked at) and the input it came from.
struct BatchRow {
  EngineEncoding encoding;
  std::uint32_t sample = 0;
};

// Writes the rows, padded, into int64 tensors. Throws Error{invalid_argument} when the rows differ
// in length and no padding is asked for, as transformers does with return_tensors.
[[nodiscard]] BatchEncoding to_tensors(std::span<const BatchRow> rows,
                                       const std::optional<PaddingParams>& padding);

}  // namespace penstock
