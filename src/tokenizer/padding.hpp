// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string>

#include "tokenizer/engine_encoding.hpp"

namespace penstock {

class JsonView;

// `padding` of tokenizer.json. Lengths in tokens.
struct PaddingParams {
  std::optional<std::size_t> fixed;  // strategy Fixed; absent: BatchLongest
  Side direction = Side::right;
  std::size_t pad_to_multiple_of = 0;  // 0: any length
  std::uint32_t pad_id = 0;
  std::uint32_t pad_type_id = 0;
  std::string pad_token = "[PAD]";

  // Throws Error{io} when the object is not what the reference accepts.
  [[nodiscard]] static PaddingParams from_json(const JsonView& json);
};

// The length that `params` ask for where the longest encoding has `longest` tokens.
[[nodiscard]] std::size_t padded_length(std::size_t longest, const PaddingParams& params);
// Throws Error{invalid_argument} for a length beyond reason.
void check_padded_length(std::size_t length);

// Fills an encoding and its overflows up to `length` tokens (Encoding::pad); never shortens.
// Token texts point into `params`.
void pad(EngineEncoding& encoding, std::size_t length, const PaddingParams& params);

// Pads all to the common length that `params` ask for (pad_encodings).
void pad_encodings(std::span<EngineEncoding> encodings, const PaddingParams& params);

}  // namespace penstock
