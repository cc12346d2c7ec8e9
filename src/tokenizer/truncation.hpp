// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <penstock/tokenizer.hpp>

#include "tokenizer/engine_encoding.hpp"

namespace penstock {

class JsonView;

// `truncation` of tokenizer.json. Lengths in tokens.
struct TruncationParams {
  Side direction = Side::right;
  std::size_t max_length = 512;
  TruncationStrategy strategy = TruncationStrategy::longest_first;  // never do_not_truncate
  std::size_t stride = 0;

  // Throws Error{io} when the object is not what the reference accepts.
  [[nodiscard]] static TruncationParams from_json(const JsonView& json);
};

// Keeps the first window of `max_length` tokens; the others become `overflowing`
// (Encoding::truncate). Throws Error{invalid_argument} when stride >= max_length > 0.
void truncate(EngineEncoding& encoding, std::size_t max_length, std::size_t stride, Side direction);

// Tokens that a sequence of `first` tokens and its pair of `second` (absent: none) keep together.
// Throws Error{invalid_argument} where the reference refuses.
struct KeptLengths {
  std::size_t first = 0;
  std::size_t second = 0;
};
[[nodiscard]] KeptLengths kept_lengths(std::size_t first, std::optional<std::size_t> second,
                                       const TruncationParams& params);

// The window that `truncate` keeps.
[[nodiscard]] EngineEncoding::Range first_window(std::size_t size, std::size_t max_length,
                                                 std::size_t stride, Side direction);

// Shortens a sequence and its pair (null: none) to params.max_length tokens together
// (truncate_encodings). Throws Error{invalid_argument} where the reference refuses.
void truncate_encodings(EngineEncoding& encoding, EngineEncoding* pair,
                        const TruncationParams& params);

}  // namespace penstock
